//! Each outcome takes the entry out, failure tries again or hands the entry on, or something goes through the map.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

#[derive(Default)]
pub struct Runner {
    both: Mutex<HashMap<u64, CancellationToken>>,
    again: Mutex<HashMap<u64, CancellationToken>>,
    told: Mutex<HashMap<u64, CancellationToken>>,
    swept: Mutex<HashMap<u64, CancellationToken>>,
    stopped: Mutex<HashMap<u64, CancellationToken>>,
}

async fn work(stop: &CancellationToken) -> Result<(), std::io::Error> {
    tokio::select! {
        () = stop.cancelled() => Ok(()),
        read = tokio::fs::read("job") => read.map(drop),
    }
}

impl Runner {
    pub async fn each(&self, id: u64) {
        let stop = CancellationToken::new();
        self.both.lock().unwrap().insert(id, stop.clone());
        match work(&stop).await {
            Ok(()) => {
                self.both.lock().unwrap().remove(&id);
            }
            Err(error) => {
                tracing::error!(id, %error, "failed");
                self.both.lock().unwrap().remove(&id);
            }
        }
    }

    pub async fn until_done(&self, id: u64) {
        let stop = CancellationToken::new();
        self.again.lock().unwrap().insert(id, stop.clone());
        loop {
            match work(&stop).await {
                Ok(()) => {
                    self.again.lock().unwrap().remove(&id);
                    break;
                }
                Err(error) => tracing::error!(id, %error, "tries again"),
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    pub async fn tell(&self, id: u64, failed: &mpsc::Sender<u64>) {
        let stop = CancellationToken::new();
        self.told.lock().unwrap().insert(id, stop.clone());
        match work(&stop).await {
            Ok(()) => {
                self.told.lock().unwrap().remove(&id);
            }
            Err(_) => drop(failed.send(id).await),
        }
    }

    pub async fn left_to_the_sweep(&self, id: u64) {
        let stop = CancellationToken::new();
        self.swept.lock().unwrap().insert(id, stop.clone());
        match work(&stop).await {
            Ok(()) => {
                self.swept.lock().unwrap().remove(&id);
            }
            Err(error) => tracing::error!(id, %error, "failed"),
        }
    }

    pub fn sweep(&self) {
        self.swept.lock().unwrap().retain(|_, stop| !stop.is_cancelled());
    }

    // Whoever sees it fail may take it out.
    pub async fn asked(&self, id: u64) {
        let stop = CancellationToken::new();
        self.stopped.lock().unwrap().insert(id, stop.clone());
        match work(&stop).await {
            Ok(()) => {
                self.stopped.lock().unwrap().remove(&id);
            }
            Err(error) => tracing::error!(id, %error, "failed"),
        }
    }

    pub fn stop(&self, id: u64) {
        if let Some(stop) = self.stopped.lock().unwrap().remove(&id) {
            stop.cancel();
        }
    }
}
