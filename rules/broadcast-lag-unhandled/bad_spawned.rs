//! In a task, in a closure, with `unwrap`.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::broadcast;
use tokio::task::JoinSet;

struct Cache {
    version: AtomicU64,
}

fn follow(tasks: &mut JoinSet<()>, cache: &Arc<Cache>, changes: &broadcast::Sender<u64>) {
    let cache = Arc::clone(cache);
    let mut changes = changes.subscribe();
    tasks.spawn(async move {
        while let Ok(version) = changes.recv().await { //~ broadcast-lag-unhandled
            cache.version.store(version, Ordering::Release);
        }
    });
}

fn panics(tasks: &mut JoinSet<()>, mut changes: broadcast::Receiver<u64>) {
    tasks.spawn(async move {
        loop { //~ broadcast-lag-unhandled
            let version = changes.recv().await.unwrap();
            println!("{version}");
        }
    });
}

fn blocking(mut changes: broadcast::Receiver<u64>) {
    while let Ok(version) = changes.blocking_recv() { //~ broadcast-lag-unhandled
        println!("{version}");
    }
}
