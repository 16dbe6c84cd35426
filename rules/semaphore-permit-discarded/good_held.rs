use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub struct Gate {
    limit: Arc<Semaphore>,
}

impl Gate {
    pub async fn enter(&self) -> OwnedSemaphorePermit {
        self.limit.clone().acquire_owned().await.unwrap()
    }

    pub async fn shrink(&self) {
        self.limit.acquire().await.unwrap().forget();
    }

    pub fn grow(&self) {
        self.limit.add_permits(1);
    }

    /// All permits are free when everybody is done.
    pub async fn idle(&self, all: u32) {
        let _ = self.limit.acquire_many(all).await;
    }

    pub async fn work(&self) {
        let Ok(_permit) = self.limit.acquire().await else { return };
        call().await;
    }
}

async fn call() {}
