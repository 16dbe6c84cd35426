//! The first arm's `?` says that the answer's sender is gone: whoever dropped it had taken it out.
use std::{collections::HashMap, sync::Arc, time::Duration};
use tokio::sync::{Mutex, mpsc, oneshot};
pub struct Conn {
    pending: Arc<Mutex<HashMap<u64, oneshot::Sender<String>>>>,
    tx: mpsc::Sender<(u64, String)>,
}
impl Conn {
    pub async fn ask(&self, id: u64, q: String) -> Result<String, String> {
        let (reply_tx, reply_rx) = oneshot::channel();
        {
            let mut pending = self.pending.lock().await;
            pending.insert(id, reply_tx);
        }
        if self.tx.send((id, q)).await.is_err() {
            self.pending.lock().await.remove(&id);
            return Err("closed".into());
        }
        let answer = match tokio::time::timeout(Duration::from_secs(5), reply_rx).await {
            Ok(result) => result.map_err(|_| "answer dropped".to_string())?,
            Err(_) => {
                self.pending.lock().await.remove(&id);
                return Err("late".into());
            }
        };
        Ok(answer)
    }
    pub async fn on_answer(&self, id: u64, a: String) {
        if let Some(tx) = self.pending.lock().await.remove(&id) {
            let _ = tx.send(a);
        }
    }
}

fn main() {}
