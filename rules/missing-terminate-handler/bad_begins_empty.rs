//! The list begins empty: what is in it at the end is known nowhere else.
use std::path::PathBuf;
use tokio::sync::mpsc;

async fn merge(all: Vec<(PathBuf, u64)>) -> std::io::Result<(PathBuf, u64)> {
    let mut size = 0;
    for (path, len) in all {
        size += len;
        tokio::fs::remove_file(path).await?;
    }
    Ok(("merged".into(), size))
}

pub async fn compact(mut written: mpsc::Receiver<(PathBuf, u64)>, path: PathBuf) -> std::io::Result<()> {
    println!("{}", path.display());
    let mut files: Vec<(PathBuf, u64)> = Vec::new();
    loop { //~ missing-terminate-handler
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
