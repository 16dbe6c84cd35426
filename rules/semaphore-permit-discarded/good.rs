use tokio::sync::Semaphore;

pub async fn fetch(limit: &Semaphore) -> u32 {
    let _permit = limit.acquire().await;
    call().await
}

async fn call() -> u32 {
    1
}

/// Waits until there is room: nothing comes after it.
pub struct Outgoing {
    permits: tokio::sync::Semaphore,
    permit: Option<u8>,
}

impl Outgoing {
    pub async fn ready(&self) {
        if self.permit.is_none() {
            _ = self.permits.acquire().await;
        }
    }
}
