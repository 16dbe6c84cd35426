//! What is awaited is started by the holder himself, and waits for somebody else.

use std::sync::Arc;
use tokio::sync::{Mutex, mpsc};
use tokio::task;

pub struct Store {
    writing: Arc<Mutex<u64>>,
    path: String,
}

impl Store {
    pub async fn put(&self, mut rows: mpsc::Receiver<String>) -> std::io::Result<()> {
        let _one = self.writing.lock().await; //~ lock-held-across-await
        let path = self.path.clone();
        task::spawn_blocking(move || {
            while let Some(row) = rows.blocking_recv() {
                std::fs::write(&path, row)?;
            }
            Ok(())
        })
        .await?
    }

    /// What runs already may wait for the lock itself.
    pub async fn close(&self, mut ends: mpsc::Receiver<()>) -> u64 {
        let writing = self.writing.clone();
        let counter = task::spawn(async move {
            let _ = ends.recv().await;
            count(writing).await
        });
        let _one = self.writing.lock().await; //~ lock-held-across-await
        counter.await.unwrap_or(0)
    }
}

async fn count(writing: Arc<Mutex<u64>>) -> u64 {
    *writing.lock().await
}
