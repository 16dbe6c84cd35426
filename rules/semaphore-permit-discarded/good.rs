use tokio::sync::Semaphore;

pub async fn fetch(limit: &Semaphore) -> u32 {
    let _permit = limit.acquire().await;
    call().await
}

async fn call() -> u32 {
    1
}
