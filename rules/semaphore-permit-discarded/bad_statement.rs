use std::sync::Arc;
use tokio::sync::{AcquireError, Semaphore};

pub struct Client {
    limit: Arc<Semaphore>,
}

impl Client {
    pub async fn fetch(&self) -> Result<u32, AcquireError> {
        self.limit.acquire().await?; //~ semaphore-permit-discarded
        Ok(call().await)
    }

    pub async fn send(&self) {
        _ = self.limit.clone().acquire_owned().await.unwrap(); //~ semaphore-permit-discarded
        call().await;
    }
}

async fn call() -> u32 {
    1
}
