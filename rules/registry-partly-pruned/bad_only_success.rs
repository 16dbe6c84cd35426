//! Work that succeeds takes its entry out; work that fails is logged.

use slotmap::{DefaultKey, SlotMap};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub struct Runner {
    running: Mutex<HashMap<u64, CancellationToken>>,
    jobs: Mutex<SlotMap<DefaultKey, CancellationToken>>,
    uploads: Mutex<HashMap<u64, CancellationToken>>,
    tasks: TaskTracker,
}

async fn work(stop: &CancellationToken) -> Result<(), std::io::Error> {
    tokio::select! {
        () = stop.cancelled() => Ok(()),
        read = tokio::fs::read("job") => read.map(drop),
    }
}

impl Runner {
    pub async fn run(&self, id: u64) {
        let stop = CancellationToken::new();
        self.running.lock().unwrap().insert(id, stop.clone()); //~ registry-partly-pruned
        match work(&stop).await {
            Ok(()) => {
                self.running.lock().unwrap().remove(&id);
            }
            Err(error) => tracing::error!(id, %error, "failed"),
        }
    }

    // In a function of its own, which a task runs.
    pub fn start(self: &Arc<Self>) -> DefaultKey {
        let stop = CancellationToken::new();
        let key = self.jobs.lock().unwrap().insert(stop.clone()); //~ registry-partly-pruned
        let runner = self.clone();
        self.tasks.spawn(async move {
            runner.execute(key, stop).await;
        });
        key
    }

    async fn execute(&self, key: DefaultKey, stop: CancellationToken) {
        match timeout(Duration::from_secs(60), work(&stop)).await {
            Ok(Ok(())) => drop(self.jobs.lock().unwrap().remove(key)),
            Ok(Err(error)) => tracing::error!(?key, %error, "failed"),
            Err(_) => tracing::warn!(?key, "took too long"),
        }
    }

    pub async fn upload(&self, id: u64) {
        let stop = CancellationToken::new();
        self.uploads.lock().unwrap().insert(id, stop.clone()); //~ registry-partly-pruned
        if let Ok(()) = work(&stop).await {
            self.uploads.lock().unwrap().remove(&id);
        }
    }

    pub async fn finish(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }
}
