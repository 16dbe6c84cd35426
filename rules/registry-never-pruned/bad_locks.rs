use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::{Mutex, OwnedRwLockWriteGuard, RwLock, Semaphore};

/// A lock for each upload.
#[derive(Clone)]
pub struct Locker {
    locks: Arc<Mutex<HashMap<String, Arc<RwLock<()>>>>>, //~ registry-never-pruned
}

impl Locker {
    async fn lock_of(&self, id: &str) -> Arc<RwLock<()>> {
        let mut locks = self.locks.lock().await;
        locks.entry(id.to_string()).or_insert_with(|| Arc::new(RwLock::new(()))).clone()
    }

    pub async fn write(&self, id: &str) -> OwnedRwLockWriteGuard<()> {
        self.lock_of(id).await.write_owned().await
    }
}

/// One request at a time for each client.
#[derive(Default)]
pub struct Limits {
    clients: Mutex<HashMap<u64, Arc<Semaphore>>>, //~ registry-never-pruned
}

impl Limits {
    pub async fn of(&self, client: u64) -> Arc<Semaphore> {
        let mut clients = self.clients.lock().await;
        clients.entry(client).or_insert_with(|| Arc::new(Semaphore::new(1))).clone()
    }
}
