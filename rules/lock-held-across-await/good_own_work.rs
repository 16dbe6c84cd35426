//! What is awaited is work of the holder himself, which needs nobody else.

use std::sync::Arc;
use tokio::sync::Mutex;
use tokio::task;

pub struct Store {
    writing: Arc<Mutex<u64>>,
    path: String,
}

impl Store {
    pub async fn put(&self, row: String) -> std::io::Result<()> {
        let _one = self.writing.lock().await;
        let path = self.path.clone();
        task::spawn_blocking(move || std::fs::write(path, row)).await?
    }

    pub async fn wipe(&self) -> std::io::Result<()> {
        let _one = self.writing.lock().await;
        let path = self.path.clone();
        task::spawn_blocking(move || std::fs::remove_file(path)).await?
    }
}
