// Two calls away, and through a reader with writers around.
use std::sync::Arc;
use tokio::sync::{Mutex, RwLock};

#[derive(Clone)]
pub struct Node {
    peers: Arc<RwLock<Vec<u32>>>,
    height: Arc<Mutex<u64>>,
}

impl Node {
    pub async fn sync(&self) {
        let height = self.height.lock().await;
        if *height > 3 {
            self.announce().await; //~ double-lock
        }
    }

    async fn announce(&self) {
        self.bump().await;
    }

    async fn bump(&self) {
        *self.height.lock().await += 1;
    }

    pub async fn add(&self, peer: u32) {
        self.peers.write().await.push(peer);
    }

    pub async fn all(&self) -> usize {
        let peers = self.peers.read().await;
        peers.len() + self.count().await //~ double-lock
    }

    async fn count(&self) -> usize {
        let peers = &self.peers;
        peers.read().await.len()
    }
}
