//! What a job tells goes with the job.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::watch;

#[derive(Clone, Default)]
pub struct Jobs {
    running: Arc<Mutex<HashMap<u64, watch::Receiver<u32>>>>,
}

impl Jobs {
    pub fn start(&self, id: u64) {
        let (progress, seen) = watch::channel(0);
        self.running.lock().unwrap().insert(id, seen);
        let running = self.running.clone();
        tokio::spawn(async move {
            for step in 0..10 {
                tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                let _ = progress.send(step);
            }
            running.lock().unwrap().remove(&id);
        });
    }

    pub fn progress(&self, id: u64) -> Option<u32> {
        self.running.lock().unwrap().get(&id).map(|seen| *seen.borrow())
    }
}

#[derive(Clone, Default)]
pub struct Collectors {
    told: Arc<Mutex<HashMap<String, watch::Receiver<u32>>>>,
}

impl Collectors {
    /// Under each of a few names, the receiver of whoever collects for it now.
    pub fn restarted(&self, name: String, progress: &watch::Sender<u32>) {
        self.told.lock().unwrap().insert(name, progress.subscribe());
    }
}
