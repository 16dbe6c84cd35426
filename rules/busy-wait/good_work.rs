// Workers with a stop flag, a look at the outside, and a spin lock.
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

pub async fn work(stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        step().await;
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

pub async fn appear(path: &Path) {
    while !path.exists() {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

pub fn spin(locked: &AtomicBool) {
    while locked.load(Ordering::Acquire) {
        std::hint::spin_loop();
    }
}

async fn step() {}
