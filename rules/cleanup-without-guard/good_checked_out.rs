//! Who leaves early has got a worker, which another method takes back.

use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Semaphore;

pub struct Workers {
    idle: Vec<Option<u32>>,
    in_use: AtomicUsize,
    room: Semaphore,
}

impl Workers {
    pub async fn take(&mut self) -> u32 {
        self.room.acquire().await.expect("never closed").forget();
        self.in_use.fetch_add(1, Ordering::SeqCst);
        for worker in &mut self.idle {
            if let Some(found) = worker.take() {
                return found;
            }
        }
        self.in_use.fetch_sub(1, Ordering::SeqCst);
        unreachable!("there are as many as there is room for")
    }

    pub fn give_back(&mut self, worker: u32) {
        self.idle.push(Some(worker));
        self.in_use.fetch_sub(1, Ordering::SeqCst);
        self.room.add_permits(1);
    }
}
