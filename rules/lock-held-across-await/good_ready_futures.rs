//! The futures that are awaited under the lock have no await in them: they are done at once.
use futures::stream::{FuturesUnordered, StreamExt};
use std::sync::Arc;
use tokio::sync::Mutex;
pub struct Slot {
    run: std::sync::Mutex<bool>,
}
impl Slot {
    async fn start(self: Arc<Self>) {
        *self.run.lock().unwrap() = true;
    }
}
pub struct Session {
    slots: Mutex<Vec<Arc<Slot>>>,
}
impl Session {
    pub async fn start(&self, n: usize) {
        let mut slots = self.slots.lock().await;
        let mut all = FuturesUnordered::new();
        for _ in 0..n {
            let s = Arc::new(Slot { run: Default::default() });
            all.push(s.clone().start());
            slots.push(s);
        }
        while all.next().await.is_some() {}
    }
    pub async fn stop(&self) {
        self.slots.lock().await.clear();
    }
}

fn main() {}
