use std::time::Duration;

#[cfg(not(feature = "async"))]
pub fn pause() {
    std::thread::sleep(Duration::from_secs(1));
}

#[cfg(feature = "async")]
pub async fn pause() {
    tokio::time::sleep(Duration::from_secs(1)).await;
}

// What is awaited is the second.
pub async fn run() {
    pause().await;
}
