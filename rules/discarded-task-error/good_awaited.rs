//! The error comes back through the handle.

use std::io;
use tokio::task::{JoinHandle, JoinSet};

async fn upload(path: String) -> io::Result<u64> {
    let bytes = tokio::fs::read(path).await?;
    Ok(bytes.len() as u64)
}

fn start_upload(path: &str) -> JoinHandle<io::Result<u64>> {
    tokio::spawn(upload(path.to_owned()))
}

async fn one() -> io::Result<u64> {
    let handle = start_upload("a");
    handle.await?
}

async fn several(paths: Vec<String>) -> u64 {
    let mut uploads = JoinSet::new();
    for path in paths {
        uploads.spawn(upload(path));
    }
    let mut bytes = 0;
    while let Some(ended) = uploads.join_next().await {
        match ended {
            Ok(Ok(n)) => bytes += n,
            Ok(Err(error)) => println!("upload: {error}"),
            Err(error) => println!("upload panicked: {error}"),
        }
    }
    bytes
}

async fn blocking(path: String) -> io::Result<Vec<u8>> {
    tokio::task::spawn_blocking(move || std::fs::read(path)).await?
}
