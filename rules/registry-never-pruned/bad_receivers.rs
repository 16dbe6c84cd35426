//! What a job tells is asked for by its id, and stays when the job has ended.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::watch;

#[derive(Clone, Default)]
pub struct Jobs {
    running: Arc<Mutex<HashMap<u64, watch::Receiver<u32>>>>, //~ registry-never-pruned
}

impl Jobs {
    pub fn start(&self, id: u64) {
        let (progress, seen) = watch::channel(0);
        self.running.lock().unwrap().insert(id, seen);
        tokio::spawn(async move {
            for step in 0..10 {
                tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                let _ = progress.send(step);
            }
        });
    }

    pub fn progress(&self, id: u64) -> Option<u32> {
        self.running.lock().unwrap().get(&id).map(|seen| *seen.borrow())
    }
}
