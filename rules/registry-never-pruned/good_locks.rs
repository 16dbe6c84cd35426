use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::{Mutex, OwnedRwLockWriteGuard, RwLock};

/// Locks that nobody holds go before a new one comes.
#[derive(Clone)]
pub struct Locker {
    locks: Arc<Mutex<HashMap<String, Arc<RwLock<()>>>>>,
}

impl Locker {
    async fn lock_of(&self, id: &str) -> Arc<RwLock<()>> {
        let mut locks = self.locks.lock().await;
        if let Some(lock) = locks.get(id) {
            return lock.clone();
        }
        locks.retain(|_, lock| Arc::strong_count(lock) > 1);
        let lock = Arc::new(RwLock::new(()));
        locks.insert(id.to_string(), lock.clone());
        lock
    }

    pub async fn write(&self, id: &str) -> OwnedRwLockWriteGuard<()> {
        self.lock_of(id).await.write_owned().await
    }
}

/// What the lock is around is data that is kept on purpose.
#[derive(Default)]
pub struct Rooms {
    rooms: Mutex<HashMap<String, Arc<RwLock<Vec<String>>>>>,
}

impl Rooms {
    pub async fn room(&self, name: &str) -> Arc<RwLock<Vec<String>>> {
        self.rooms.lock().await.entry(name.to_string()).or_default().clone()
    }
}

#[derive(PartialEq, Eq, Hash, Clone, Copy)]
pub enum Phase {
    First,
    Second,
}

/// Two locks, for ever.
#[derive(Default)]
pub struct Phases {
    locks: Mutex<HashMap<Phase, Arc<Mutex<()>>>>,
}

impl Phases {
    pub async fn of(&self, phase: Phase) -> Arc<Mutex<()>> {
        self.locks.lock().await.entry(phase).or_default().clone()
    }
}
