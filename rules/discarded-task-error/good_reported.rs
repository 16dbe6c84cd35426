//! The result travels through a channel, and the task itself ends in `()`.

use std::io;
use tokio::sync::{mpsc, oneshot};

async fn upload(path: String) -> io::Result<u64> {
    let bytes = tokio::fs::read(path).await?;
    Ok(bytes.len() as u64)
}

async fn by_oneshot(path: String) -> io::Result<u64> {
    let (tx, rx) = oneshot::channel();
    tokio::spawn(async move {
        let _ = tx.send(upload(path).await);
    });
    rx.await.unwrap_or_else(|_| Err(io::Error::other("upload panicked")))
}

fn by_mpsc(path: String, reports: mpsc::Sender<io::Result<u64>>) {
    tokio::spawn(async move {
        let result = upload(path).await;
        if reports.send(result).await.is_err() {
            println!("nobody waits for the upload");
        }
    });
}
