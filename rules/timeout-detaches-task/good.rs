use std::time::Duration;
use tokio::time::{sleep, timeout};

async fn convert(file: String) -> usize {
    sleep(Duration::from_secs(60)).await;
    file.len()
}

async fn with_limit(file: String) -> Option<usize> {
    let mut job = tokio::spawn(convert(file));
    match timeout(Duration::from_secs(5), &mut job).await {
        Ok(result) => result.ok(),
        Err(_) => {
            job.abort();
            None
        }
    }
}

async fn first_of(a: String, b: String) {
    let mut left = tokio::spawn(convert(a));
    let mut right = tokio::spawn(convert(b));
    tokio::select! {
        size = &mut left => println!("left: {size:?}"),
        size = &mut right => println!("right: {size:?}"),
    }
    left.abort();
    right.abort();
}
