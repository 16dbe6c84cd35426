//! Tokio's `BufWriter` loses what it holds when it is dropped.

use std::io;
use tokio::fs::File;
use tokio::io::{AsyncWriteExt, BufWriter};
use tokio::sync::mpsc;

async fn log_to(path: &str, mut lines: mpsc::Receiver<String>) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path).await?);
    while let Some(line) = lines.recv().await { //~ missing-terminate-handler
        out.write_all(line.as_bytes()).await?;
        out.write_all(b"\n").await?;
    }
    Ok(())
}
