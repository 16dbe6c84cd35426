//! It ends when what it serves is gone, or when a flag says so.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::time::sleep;

struct Cache {
    hits: AtomicU64,
    closed: AtomicBool,
}

fn refresh(cache: Weak<Cache>) {
    tokio::spawn(async move {
        while let Some(cache) = cache.upgrade() {
            cache.hits.store(0, Ordering::Relaxed);
            drop(cache);
            sleep(Duration::from_secs(60)).await;
        }
    });
}

fn report(cache: &Arc<Cache>) {
    let cache = Arc::downgrade(cache);
    tokio::spawn(async move {
        loop {
            sleep(Duration::from_secs(10)).await;
            let Some(cache) = cache.upgrade() else { return };
            println!("{} hits", cache.hits.load(Ordering::Relaxed));
        }
    });
}

fn until_closed(cache: Arc<Cache>) {
    tokio::spawn(async move {
        while !cache.closed.load(Ordering::Acquire) {
            sleep(Duration::from_secs(1)).await;
            println!("{} hits", cache.hits.load(Ordering::Relaxed));
        }
    });
}
