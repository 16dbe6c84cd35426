//! Nothing leaves early, but callers drop the future while it waits; and a helper that removes.

use dashmap::DashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, mpsc};
use tokio::time::timeout;

pub struct Rooms {
    members: DashMap<u64, mpsc::Sender<String>>,
    done: Notify,
}

impl Rooms {
    async fn visit(&self, id: u64, tx: mpsc::Sender<String>) {
        self.members.insert(id, tx); //~ registration-without-guard
        self.done.notified().await;
        self.leave(id);
    }

    fn leave(&self, id: u64) {
        self.members.remove(&id);
    }
}

pub async fn short_visit(rooms: Arc<Rooms>, tx: mpsc::Sender<String>) {
    let _ = timeout(Duration::from_secs(60), rooms.visit(1, tx)).await;
}
