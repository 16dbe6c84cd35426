//! The semaphore outlives the call.

use std::sync::Arc;
use tokio::sync::Semaphore;

pub struct Pool {
    slots: Arc<Semaphore>,
}

impl Pool {
    pub async fn fetch(&self, i: u32) -> Option<u32> {
        let permit = self.slots.acquire().await.ok()?;
        tokio::time::sleep(std::time::Duration::from_millis(u64::from(i))).await;
        permit.forget(); //~ semaphore-permit-forgotten
        Some(i)
    }
}
