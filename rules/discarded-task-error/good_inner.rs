//! The `?` belongs to an inner block, closure or function.

use std::io;
use std::num::ParseIntError;
use tokio::sync::mpsc;

fn parse(line: &str) -> Result<u64, ParseIntError> {
    let n = line.trim().parse::<u64>()?;
    Ok(n * 2)
}

fn start(mut lines: mpsc::Receiver<String>) {
    tokio::spawn(async move {
        while let Some(line) = lines.recv().await {
            let stored: io::Result<()> = async {
                let text = tokio::fs::read_to_string(&line).await?;
                tokio::fs::write("copy", text).await
            }
            .await;
            if let Err(error) = stored {
                println!("{line}: {error}");
            }
        }
    });
}

fn sums(mut lines: mpsc::Receiver<String>) {
    tokio::spawn(async move {
        let twice = |line: &str| -> Result<u64, ParseIntError> { Ok(parse(line)? * 2) };
        while let Some(line) = lines.recv().await {
            match twice(&line) {
                Ok(n) => println!("{n}"),
                Err(error) => println!("{line}: {error}"),
            }
        }
    });
}

fn nested_function(mut lines: mpsc::Receiver<String>) {
    tokio::spawn(async move {
        async fn copy(path: &str) -> io::Result<u64> {
            let bytes = tokio::fs::copy(path, "copy").await?;
            Ok(bytes)
        }
        while let Some(line) = lines.recv().await {
            println!("{}", copy(&line).await.unwrap_or_default());
        }
    });
}
