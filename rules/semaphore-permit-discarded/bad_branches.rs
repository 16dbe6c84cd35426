use std::sync::Arc;
use tokio::sync::Semaphore;

pub struct Fetcher {
    slots: Arc<Semaphore>,
}

async fn fetch() {}

impl Fetcher {
    pub async fn only_error(&self) -> Result<(), tokio::sync::AcquireError> {
        if let Err(closed) = self.slots.acquire().await { //~ semaphore-permit-discarded
            return Err(closed);
        }
        fetch().await;
        Ok(())
    }

    pub async fn asked_first(&self) {
        if self.slots.acquire().await.is_ok() { //~ semaphore-permit-discarded
            fetch().await;
        }
    }

    pub async fn named_in_its_arm(&self) {
        match self.slots.acquire().await { //~ semaphore-permit-discarded
            Ok(_permit) => {}
            Err(_) => return,
        }
        fetch().await;
    }

    pub async fn raced(&self) {
        tokio::select! {
            _ = self.slots.acquire() => {} //~ semaphore-permit-discarded
            _ = tokio::signal::ctrl_c() => return,
        }
        fetch().await;
    }
}
