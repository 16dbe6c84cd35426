// A static and a field, in different types.
use std::sync::Arc;
use tokio::sync::{Mutex, RwLock};

static PLAN: RwLock<Vec<u32>> = RwLock::const_new(Vec::new());

pub struct Worker {
    queue: Arc<Mutex<Vec<u32>>>,
}

impl Worker {
    pub async fn refill(&self) {
        let plan = PLAN.read().await;
        let mut queue = self.queue.lock().await; //~ lock-order-inversion
        queue.extend(plan.iter());
    }
}

pub struct Planner {
    worker: Worker,
}

impl Planner {
    pub async fn shrink(&self) {
        let queue = self.worker.queue.lock().await;
        forget(queue.len()).await;
    }
}

async fn forget(count: usize) {
    PLAN.write().await.truncate(count);
}
