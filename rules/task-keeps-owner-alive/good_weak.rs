//! The `Arc` goes before the task waits, or never comes into the task.

use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::sleep;

pub struct Pool {
    open: Mutex<Vec<u64>>,
}

impl Pool {
    fn prune(&self) {
        self.open.lock().unwrap().retain(|&id| id % 2 == 0);
    }

    pub fn dropped(self: &Arc<Self>) {
        let pool = self.clone();
        tokio::spawn(async move {
            let weak = Arc::downgrade(&pool);
            drop(pool);
            while let Some(pool) = weak.upgrade() {
                pool.prune();
                drop(pool);
                sleep(Duration::from_secs(60)).await;
            }
        });
    }

    pub fn made_outside(self: &Arc<Self>) {
        let shared = Arc::downgrade(self);
        tokio::spawn(async move {
            loop {
                sleep(Duration::from_secs(60)).await;
                let Some(pool) = shared.upgrade() else { return };
                pool.prune();
            }
        });
    }

    pub fn handed_on(self: &Arc<Self>) {
        let pool = self.clone();
        tokio::spawn(async move {
            let weak = Arc::downgrade(&pool);
            keep(pool);
            sleep(Duration::from_secs(60)).await;
            if let Some(pool) = weak.upgrade() {
                pool.prune();
            }
        });
    }

    /// Two tasks: one works with the pool, the other only looks.
    pub fn two(self: &Arc<Self>) {
        let pool = self.clone();
        let weak = Arc::downgrade(&pool);
        tokio::spawn(async move {
            sleep(Duration::from_secs(1)).await;
            pool.prune();
        });
        tokio::spawn(async move {
            sleep(Duration::from_secs(60)).await;
            if let Some(pool) = weak.upgrade() {
                pool.prune();
            }
        });
    }

    /// In a block: the `Arc` is gone when it ends.
    pub fn scoped(self: &Arc<Self>) {
        let pool = self.clone();
        tokio::spawn(async move {
            let weak = {
                let pool = pool;
                Arc::downgrade(&pool)
            };
            sleep(Duration::from_secs(60)).await;
            if let Some(pool) = weak.upgrade() {
                pool.prune();
            }
        });
    }
}

fn keep(_pool: Arc<Pool>) {}
