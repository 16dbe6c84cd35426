//! Each round has another receiver, of a channel that is made anew when the old one is closed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, Weak};
use tokio::sync::broadcast;

enum Step {
    Wait(broadcast::Receiver<u64>),
    Work(Arc<broadcast::Sender<u64>>),
}

pub struct Dedupe {
    pending: Mutex<HashMap<u64, Weak<broadcast::Sender<u64>>>>,
}

impl Dedupe {
    fn step(&self, key: u64) -> Step {
        let mut pending = self.pending.lock().unwrap();
        if let Some(tx) = pending.get(&key).and_then(Weak::upgrade) {
            return Step::Wait(tx.subscribe());
        }
        let tx = Arc::new(broadcast::channel(1).0);
        pending.insert(key, Arc::downgrade(&tx));
        Step::Work(tx)
    }

    pub async fn get(&self, key: u64) -> u64 {
        loop {
            return match self.step(key) {
                Step::Wait(mut rx) => match rx.recv().await {
                    Ok(v) => v,
                    Err(_) => continue,
                },
                Step::Work(tx) => {
                    tokio::time::sleep(std::time::Duration::from_millis(10)).await;
                    self.pending.lock().unwrap().remove(&key);
                    let _ = tx.send(key * 2);
                    key * 2
                }
            };
        }
    }
}
