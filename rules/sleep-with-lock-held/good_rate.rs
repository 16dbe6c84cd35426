// A rate limiter: how long it sleeps is what the lock protects.
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

pub struct Rate {
    last: Mutex<Instant>,
    turn: Mutex<()>,
}

impl Rate {
    pub async fn pass(&self) {
        let mut last = self.last.lock().await;
        let wait = Duration::from_secs(1).saturating_sub(last.elapsed());
        tokio::time::sleep(wait).await;
        *last = Instant::now();
    }

    pub async fn slowly(&self) {
        let _turn = self.turn.lock().await;
        tokio::time::sleep(Duration::from_secs(1)).await;
    }

    pub async fn after(&self) {
        {
            let mut last = self.last.lock().await;
            *last = Instant::now();
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}
