//! Flushed at the end; and `std`'s writer, which flushes itself.

use std::io::{self, Write};
use tokio::fs::File;
use tokio::io::{AsyncWriteExt, BufWriter};
use tokio::sync::mpsc;

async fn log_to(path: &str, mut lines: mpsc::Receiver<String>) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path).await?);
    while let Some(line) = lines.recv().await {
        out.write_all(line.as_bytes()).await?;
    }
    out.shutdown().await
}

async fn each_line(path: &str, mut lines: mpsc::Receiver<String>) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path).await?);
    while let Some(line) = lines.recv().await {
        out.write_all(line.as_bytes()).await?;
        out.flush().await?;
    }
    Ok(())
}

fn blocking(path: &str, lines: std::sync::mpsc::Receiver<String>) -> io::Result<()> {
    let mut out = io::BufWriter::new(std::fs::File::create(path)?);
    for line in lines {
        out.write_all(line.as_bytes())?;
    }
    Ok(())
}
