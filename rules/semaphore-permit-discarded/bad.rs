use tokio::sync::Semaphore;

pub async fn fetch(limit: &Semaphore) -> u32 {
    let _ = limit.acquire().await; //~ semaphore-permit-discarded
    call().await
}

async fn call() -> u32 {
    1
}
