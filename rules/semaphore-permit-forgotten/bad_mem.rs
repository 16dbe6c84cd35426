use std::sync::Arc;
use tokio::sync::Semaphore;

pub struct Slots {
    free: Arc<Semaphore>,
}

impl Slots {
    pub async fn take(&self) {
        if let Ok(permit) = self.free.clone().acquire_owned().await {
            std::mem::forget(permit); //~ semaphore-permit-forgotten
        }
    }
}
