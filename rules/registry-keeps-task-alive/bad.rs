//! The map's own sender is the one that never goes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::mpsc;

#[derive(Clone, Default)]
struct Hub {
    peers: Arc<Mutex<HashMap<u64, mpsc::Sender<String>>>>,
}

impl Hub {
    fn join(&self, id: u64) {
        let (tx, mut rx) = mpsc::channel(16);
        self.peers.lock().unwrap().insert(id, tx.clone()); //~ registry-keeps-task-alive
        let hub = self.clone();
        tokio::spawn(async move {
            while let Some(line) = rx.recv().await {
                println!("{line}");
            }
            hub.peers.lock().unwrap().remove(&id);
        });
    }

    async fn send(&self, id: u64, line: String) {
        let tx = self.peers.lock().unwrap().get(&id).cloned();
        if let Some(tx) = tx {
            let _ = tx.send(line).await;
        }
    }
}
