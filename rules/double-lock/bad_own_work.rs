//! The guard is held while its holder waits for work of his own, which takes the lock again.

use std::sync::Arc;
use tokio::sync::Mutex;
use tokio::task;

pub struct Store {
    writing: Arc<Mutex<u64>>,
}

impl Store {
    pub async fn put(&self) -> u64 {
        let one = self.writing.lock().await;
        let again = self.writing.clone();
        let n = task::spawn_blocking(move || *again.blocking_lock()).await.unwrap_or(0); //~ double-lock
        *one + n
    }

    pub async fn get(&self) -> u64 {
        *self.writing.lock().await
    }
}
