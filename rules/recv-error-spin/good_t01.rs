//! A closed channel answers `None` at once and for ever; it is right to leave the loop at the first `None`.

use std::io;
use std::path::PathBuf;
use tokio::fs;
use tokio::sync::mpsc;

pub struct Upload {
    pub name: String,
    pub bytes: Vec<u8>,
}

pub async fn store(mut uploads: mpsc::Receiver<Upload>, folder: PathBuf) -> io::Result<()> {
    loop {
        if let Some(upload) = uploads.recv().await {
            fs::write(folder.join(&upload.name), &upload.bytes).await?;
        } else {
            return Ok(());
        }
    }
}
