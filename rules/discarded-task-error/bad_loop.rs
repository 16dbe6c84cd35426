//! A worker that the first failure ends, in silence.

use std::io;
use std::path::PathBuf;
use tokio::fs::OpenOptions;
use tokio::io::AsyncWriteExt;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

#[derive(Clone)]
struct Journal {
    lines: mpsc::Sender<String>,
}

impl Journal {
    fn open(path: PathBuf) -> Self {
        let (lines, mut rx) = mpsc::channel::<String>(64);
        tokio::spawn(async move { //~ discarded-task-error
            let mut file = OpenOptions::new().append(true).create(true).open(path).await?;
            while let Some(line) = rx.recv().await {
                file.write_all(line.as_bytes()).await?;
            }
            file.flush().await
        });
        Self { lines }
    }
}

/// The token stops it, and still nobody learns why it stopped before.
fn rotate(path: PathBuf, stop: CancellationToken) {
    tokio::spawn(async move { //~ discarded-task-error
        loop {
            tokio::select! {
                () = stop.cancelled() => return Ok::<_, io::Error>(()),
                meta = tokio::fs::metadata(&path) => println!("{} bytes", meta?.len()),
            }
        }
    });
}
