//! The task ends when its owner's drop clears a flag that both hold.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

pub struct Collector {
    running: Arc<AtomicBool>,
}

impl Collector {
    pub fn start() -> Self {
        let running = Arc::new(AtomicBool::new(true));
        let flag = running.clone();
        tokio::spawn(async move {
            let mut ticks = tokio::time::interval(Duration::from_secs(1));
            loop {
                if !flag.load(Ordering::Relaxed) {
                    break;
                }
                ticks.tick().await;
                collect().await;
            }
        });
        Self { running }
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        self.running.store(false, Ordering::Relaxed);
    }
}

async fn collect() {
    tokio::task::yield_now().await;
}
