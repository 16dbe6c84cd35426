//! The map holds a weak sender: the task ends with the last one who may send.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::mpsc;

#[derive(Clone, Default)]
struct Hub {
    peers: Arc<Mutex<HashMap<u64, mpsc::WeakSender<String>>>>,
}

impl Hub {
    fn join(&self, id: u64) -> mpsc::Sender<String> {
        let (tx, mut rx) = mpsc::channel(16);
        self.peers.lock().unwrap().insert(id, tx.downgrade());
        let hub = self.clone();
        tokio::spawn(async move {
            while let Some(line) = rx.recv().await {
                println!("{line}");
            }
            hub.peers.lock().unwrap().remove(&id);
        });
        tx
    }
}
