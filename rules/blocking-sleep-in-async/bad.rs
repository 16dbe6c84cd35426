use std::time::Duration;

pub async fn wait_for(url: &str) {
    while fetch(url).await.is_err() {
        std::thread::sleep(Duration::from_secs(1)); //~ blocking-sleep-in-async
    }
}

async fn fetch(_url: &str) -> Result<(), ()> {
    tokio::task::yield_now().await;
    Err(())
}
