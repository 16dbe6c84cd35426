use std::sync::Arc;
use tokio::sync::{Semaphore, watch};

pub struct Gate {
    limit: watch::Sender<Arc<Semaphore>>,
}

impl Gate {
    // Each phase has a semaphore of its own: it counts how many may still pass.
    pub fn limit(&self, permits: usize) {
        self.limit.send_replace(Arc::new(Semaphore::new(permits))).close();
    }

    pub async fn pass(&self) {
        let limit = self.limit.borrow().clone();
        if let Ok(permit) = limit.acquire().await {
            permit.forget();
        }
    }
}
