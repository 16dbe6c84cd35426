use crate::worker::{self, Worker};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub(crate) struct Service {
    workers: Vec<Worker>,
    done: Arc<AtomicU64>,
}

impl Service {
    pub(crate) fn start(count: usize) -> Self {
        let done = Arc::new(AtomicU64::new(0));
        let workers = (0..count).map(|id| worker::start(id, Arc::clone(&done))).collect();
        Self { workers, done }
    }

    pub(crate) fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    pub(crate) fn stop(self) {
        for worker in &self.workers {
            println!("worker {} let go", worker.id);
        }
    }
}
