use std::time::Duration;
use tokio::time::{sleep, timeout};

async fn convert(file: String) -> usize {
    sleep(Duration::from_secs(60)).await;
    file.len()
}

async fn with_limit(file: String) -> Option<usize> {
    let job = tokio::spawn(convert(file)); //~ timeout-detaches-task
    match timeout(Duration::from_secs(5), job).await {
        Ok(result) => result.ok(),
        Err(_) => None,
    }
}

async fn first_of(a: String, b: String) {
    let left = tokio::spawn(convert(a)); //~ timeout-detaches-task
    let right = tokio::spawn(convert(b)); //~ timeout-detaches-task
    tokio::select! {
        size = left => println!("left: {size:?}"),
        size = right => println!("right: {size:?}"),
    }
}
