//! Whether there is a permit is asked, and the permit is gone.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

pub struct Gate {
    limit: Arc<Semaphore>,
}

impl Gate {
    pub async fn asked(&self) {
        if self.limit.acquire().await.is_err() { //~ semaphore-permit-discarded
            return;
        }
        call().await;
    }

    pub async fn named(&self) {
        let free = self.limit.acquire().await.is_ok(); //~ semaphore-permit-discarded
        if free {
            call().await;
        }
    }

    pub async fn by_pattern(&self) {
        let Ok(_) = self.limit.acquire().await else { return }; //~ semaphore-permit-discarded
        call().await;
    }

    pub async fn by_arm(&self) {
        match self.limit.acquire().await { //~ semaphore-permit-discarded
            Ok(_) => {}
            Err(_) => return,
        }
        call().await;
    }

    pub async fn tried(&self) {
        let _ = self.limit.try_acquire(); //~ semaphore-permit-discarded
        call().await;
    }

    pub async fn in_time(&self) -> Result<(), Box<dyn std::error::Error>> {
        timeout(Duration::from_secs(1), self.limit.acquire()).await??; //~ semaphore-permit-discarded
        call().await;
        Ok(())
    }

    pub async fn from_a_helper(&self) -> Result<(), AcquireError> {
        let _ = self.enter().await?; //~ semaphore-permit-discarded
        call().await;
        Ok(())
    }

    async fn enter(&self) -> Result<OwnedSemaphorePermit, AcquireError> {
        self.limit.clone().acquire_owned().await
    }
}

async fn call() {}
