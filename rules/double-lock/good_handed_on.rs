// The guard is moved, or what it guards is handed on; a future that is only made runs nothing.
use std::sync::Arc;
use tokio::sync::{Mutex, OwnedMutexGuard};

pub struct Hub {
    state: Arc<Mutex<Vec<u32>>>,
}

impl Hub {
    pub async fn add(&self, value: u32) {
        let mut state = self.state.lock().await;
        push(&mut state, value);
    }

    pub async fn hand_over(self: Arc<Self>) {
        let guard = self.state.clone().lock_owned().await;
        consume(guard);
        self.clear().await;
    }

    pub async fn later(self: Arc<Self>) -> tokio::task::JoinHandle<()> {
        let state = self.state.lock().await;
        println!("{}", state.len());
        let this = self.clone();
        tokio::spawn(async move { this.clear().await })
    }

    async fn clear(&self) {
        self.state.lock().await.clear();
    }
}

fn push(state: &mut Vec<u32>, value: u32) {
    state.push(value);
}

fn consume(guard: OwnedMutexGuard<Vec<u32>>) {
    drop(guard);
}
