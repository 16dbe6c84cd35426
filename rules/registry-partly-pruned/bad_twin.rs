//! Two maps with the same key; one is forgotten.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Instant;
use tokio::sync::mpsc;

pub struct Peers {
    links: Mutex<HashMap<u64, mpsc::Sender<String>>>,
    seen: Mutex<HashMap<u64, Instant>>, //~ registry-partly-pruned
}

impl Peers {
    pub fn connected(&self, id: u64, tx: mpsc::Sender<String>) {
        self.links.lock().unwrap().insert(id, tx);
        self.seen.lock().unwrap().insert(id, Instant::now());
    }

    pub fn disconnected(&self, id: u64) {
        self.links.lock().unwrap().remove(&id);
    }
}
