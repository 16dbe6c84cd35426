use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::sleep;

#[allow(dead_code)]
pub(crate) struct Worker {
    pub(crate) id: usize,
    pub(crate) task: JoinHandle<()>,
}

pub(crate) fn start(id: usize, done: Arc<AtomicU64>) -> Worker {
    let task = tokio::spawn(async move { //~ unwatched-task
        for _ in 0..100 {
            sleep(Duration::from_millis(10)).await;
            done.fetch_add(1, Ordering::Relaxed);
        }
    });
    Worker { id, task }
}
