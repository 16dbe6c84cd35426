//! A loop that fills a set up to a size.
use std::time::Duration;
use tokio::task::JoinSet;

pub async fn consume(most: usize) {
    let mut consumers = JoinSet::new();
    loop {
        tokio::time::sleep(Duration::from_millis(5)).await;
        while consumers.len() < most {
            tokio::time::sleep(Duration::from_millis(5)).await;
            consumers.spawn(async {
                loop {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            });
        }
    }
}
