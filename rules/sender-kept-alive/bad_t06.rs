//! The channel closes when the last sender is gone, and the first one is still here; it is right to drop it.

use std::io;
use std::path::PathBuf;
use tokio::fs;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

pub async fn total_size(files: [PathBuf; 4]) -> io::Result<u64> {
    let (sizes, mut measured) = mpsc::channel(4);
    let mut readers = JoinSet::new();
    for file in files {
        let sizes = sizes.clone();
        readers.spawn(async move {
            let size = fs::metadata(&file).await.map_or(0, |data| data.len());
            if sizes.send(size).await.is_err() {
                println!("nobody asks for {}", file.display());
            }
        });
    }
    let mut total = 0;
    while let Some(size) = measured.recv().await { //~ sender-kept-alive
        total += size;
    }
    while let Some(ended) = readers.join_next().await {
        ended?;
    }
    Ok(total)
}
