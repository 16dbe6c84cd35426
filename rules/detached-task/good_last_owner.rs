//! The loop ends when nobody else has the value.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;
use std::time::Duration;

pub struct Bucket {
    tokens: AtomicU64,
}

impl Bucket {
    pub fn replenish(self: Arc<Self>) {
        let fut = async move {
            loop {
                if Arc::strong_count(&self) <= 1 {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
                self.tokens.store(100, Ordering::Release);
            }
        };
        tokio::spawn(fut);
    }
}
