//! The list is an index of what lies on the disk, and is read from there at the start.
use std::path::{Path, PathBuf};
use tokio::sync::mpsc;

async fn list(path: &Path) -> std::io::Result<Vec<(PathBuf, u64)>> {
    let mut found = Vec::new();
    let mut entries = tokio::fs::read_dir(path).await?;
    while let Some(entry) = entries.next_entry().await? {
        found.push((entry.path(), entry.metadata().await?.len()));
    }
    Ok(found)
}

async fn merge(all: Vec<(PathBuf, u64)>) -> std::io::Result<(PathBuf, u64)> {
    let mut size = 0;
    for (path, len) in all {
        size += len;
        tokio::fs::remove_file(path).await?;
    }
    Ok(("merged".into(), size))
}

pub async fn compact(mut written: mpsc::Receiver<(PathBuf, u64)>, path: PathBuf) -> std::io::Result<()> {
    let mut files = list(&path).await?;
    loop {
        tokio::select! {
            Some(file) = written.recv() => {
                files.push(file);
                if files.len() > 10 {
                    let all = std::mem::take(&mut files);
                    let merged = merge(all).await?;
                    files.insert(0, merged);
                }
            }
            else => return Ok(()),
        }
    }
}
