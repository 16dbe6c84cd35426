use dashmap::DashMap;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

pub struct Client {
    pending: Arc<Mutex<HashMap<u64, oneshot::Sender<String>>>>,
    requests: mpsc::Sender<u64>,
}

impl Client {
    pub async fn ask(&self, id: u64) -> Result<String, Box<dyn std::error::Error>> {
        let (tx, rx) = oneshot::channel();
        self.pending.lock().unwrap().insert(id, tx); //~ registry-partly-pruned
        if self.requests.send(id).await.is_err() {
            self.pending.lock().unwrap().remove(&id);
            return Err("closed".into());
        }
        let answer = timeout(Duration::from_secs(5), rx).await??;
        Ok(answer)
    }

    pub fn answered(&self, id: u64, answer: String) {
        if let Some(tx) = self.pending.lock().unwrap().remove(&id) {
            let _ = tx.send(answer);
        }
    }
}

/// Another condition than that of the insert.
pub struct Watched {
    watchers: Arc<DashMap<u32, mpsc::Sender<()>>>,
    out: mpsc::Sender<u32>,
}

impl Watched {
    pub async fn ask(&self, id: u32, watch: bool, retry: bool) -> Result<(), String> {
        if watch {
            self.watchers.insert(id, mpsc::channel(1).0); //~ registry-partly-pruned
        }
        if self.out.send(id).await.is_err() {
            if retry {
                self.watchers.remove(&id);
            }
            return Err("gone".to_owned());
        }
        Ok(())
    }
}
