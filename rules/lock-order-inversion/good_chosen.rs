// The order goes by number, so that it is the same for all.
use std::sync::Arc;
use tokio::sync::Mutex;

pub struct Inner {
    id: u32,
    links: Mutex<Vec<u32>>,
}

pub struct Node {
    id: u32,
    links: Arc<Mutex<Vec<u32>>>,
}

impl Node {
    pub async fn unlink(&self, other: &Inner) {
        if self.id < other.id {
            let mut ours = self.links.lock().await;
            let mut theirs = other.links.lock().await;
            ours.retain(|id| *id != other.id);
            theirs.retain(|id| *id != self.id);
        } else {
            let mut theirs = other.links.lock().await;
            let mut ours = self.links.lock().await;
            ours.retain(|id| *id != other.id);
            theirs.retain(|id| *id != self.id);
        }
    }
}
