//! A `Weak` beside the `Arc` that it was made of: the same name hides the `Arc`, and does not drop it.

use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::sleep;

pub struct Pool {
    open: Mutex<Vec<u64>>,
}

impl Pool {
    fn close(&self) {
        self.open.lock().unwrap().clear();
    }

    fn prune(&self) {
        self.open.lock().unwrap().retain(|&id| id % 2 == 0);
    }

    /// The connection's task has the pool until the connection ends.
    pub fn drive(self: &Arc<Self>) {
        let shared = Arc::clone(self);
        tokio::spawn(async move { //~ task-keeps-owner-alive
            let shared = Arc::downgrade(&shared);
            connection().await;
            if let Some(shared) = shared.upgrade() {
                shared.close();
            }
        });
    }

    /// "Ends when nobody else has the pool": it has it itself.
    pub fn prune_often(self: &Arc<Self>) {
        let pool = self.clone();
        tokio::spawn(async move { //~ task-keeps-owner-alive
            let weak = Arc::downgrade(&pool);
            while let Some(pool) = weak.upgrade() {
                sleep(Duration::from_secs(60)).await;
                pool.prune();
            }
        });
    }
}

pub fn watch(pool: Arc<Pool>) {
    tokio::spawn(watching(pool)); //~ task-keeps-owner-alive
}

async fn watching(pool: Arc<Pool>) {
    let weak = Arc::downgrade(&pool);
    loop {
        sleep(Duration::from_secs(1)).await;
        match weak.upgrade() {
            Some(pool) => pool.prune(),
            None => return,
        }
    }
}

async fn connection() {
    sleep(Duration::from_secs(3600)).await;
}
