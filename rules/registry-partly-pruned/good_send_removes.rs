//! The send that fails takes the entry out; so does the limit that passes.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

pub struct Client {
    pending: Mutex<HashMap<u64, oneshot::Sender<Vec<u8>>>>,
    out: mpsc::Sender<u64>,
}

impl Client {
    pub async fn call(&self, id: u64) -> Option<Vec<u8>> {
        let (tx, rx) = oneshot::channel();
        self.pending.lock().unwrap().insert(id, tx);
        if self.out.send(id).await.is_err() {
            self.pending.lock().unwrap().remove(&id);
            return None;
        }
        match timeout(Duration::from_secs(1), rx).await {
            Ok(answer) => answer.ok(),
            Err(_) => {
                self.pending.lock().unwrap().remove(&id);
                None
            }
        }
    }

    pub fn answer(&self, id: u64, answer: Vec<u8>) {
        if let Some(tx) = self.pending.lock().unwrap().remove(&id) {
            let _ = tx.send(answer);
        }
    }
}
