//! The call says by a variable that the way with the lock is not taken.
use std::sync::Arc;
use tokio::sync::{Mutex, OwnedMutexGuard};

pub struct Store {
    writer: Arc<Mutex<()>>,
}

impl Store {
    async fn open(&self, read_only: bool) -> Option<OwnedMutexGuard<()>> {
        if read_only { None } else { Some(self.writer.clone().lock_owned().await) }
    }

    pub async fn compact(&self) {
        let read_only = true;
        let _writer = self.writer.clone().lock_owned().await;
        let session = self.open(read_only).await;
        drop(session);
    }
}
