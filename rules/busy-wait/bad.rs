use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

pub async fn wait(ready: &AtomicBool) {
    while !ready.load(Ordering::Acquire) { //~ busy-wait
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
