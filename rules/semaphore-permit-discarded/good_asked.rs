//! The permit is there as long as the work is done; or it is only asked whether there is room.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

pub struct Gate {
    limit: Arc<Semaphore>,
}

impl Gate {
    // What a condition with `let` asks lives as long as its block, `_` or not.
    pub async fn through_the_block(&self) {
        if let Ok(_) = self.limit.acquire().await {
            call().await;
        }
    }

    pub async fn through_the_arm(&self) {
        match self.limit.acquire().await {
            Ok(_) => call().await,
            Err(_) => return,
        }
        println!("done");
    }

    pub async fn named(&self) {
        let Ok(_permit) = self.limit.acquire().await else { return };
        call().await;
    }

    pub async fn room(&self) -> bool {
        if self.limit.try_acquire().is_err() {
            return false;
        }
        call().await;
        true
    }

    pub async fn in_time(&self) -> Result<(), Box<dyn std::error::Error>> {
        let _permit = timeout(Duration::from_secs(1), self.limit.acquire()).await??;
        call().await;
        Ok(())
    }

    pub async fn from_a_helper(&self) -> Result<(), AcquireError> {
        let _permit = self.enter().await?;
        call().await;
        Ok(())
    }

    async fn enter(&self) -> Result<OwnedSemaphorePermit, AcquireError> {
        self.limit.clone().acquire_owned().await
    }

    // It waits until there is room, and nothing comes after it.
    pub async fn until_there_is_room(&self) {
        if self.limit.acquire().await.is_err() {
            return;
        }
    }
}

async fn call() {}
