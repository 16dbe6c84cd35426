use std::sync::Arc;
use tokio::sync::Semaphore;

pub struct Fetcher {
    slots: Arc<Semaphore>,
}

async fn fetch() {}

impl Fetcher {
    pub async fn only_error(&self) -> Result<(), tokio::sync::AcquireError> {
        if let Err(closed) = self.slots.acquire().await {
            return Err(closed);
        } else {
            fetch().await;
        }
        Ok(())
    }

    pub async fn asked_first(&self) {
        if let Ok(_permit) = self.slots.acquire().await {
            fetch().await;
        }
    }

    pub async fn named_in_its_arm(&self) {
        match self.slots.acquire().await {
            Ok(_permit) => fetch().await,
            Err(_) => return,
        }
    }

    pub async fn raced(&self) {
        let _permit = tokio::select! {
            permit = self.slots.acquire() => permit,
            _ = tokio::signal::ctrl_c() => return,
        };
        fetch().await;
    }

    pub async fn until_there_is_room(&self) {
        if let Err(closed) = self.slots.acquire().await {
            eprintln!("{closed}");
        }
    }
}
