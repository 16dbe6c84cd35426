use std::time::Duration;

pub async fn wait_for(url: &str) {
    while fetch(url).await.is_err() {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn fetch(_url: &str) -> Result<(), ()> {
    tokio::task::yield_now().await;
    Err(())
}
