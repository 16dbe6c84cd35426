//! Handles that reach an `.await`, by several roads.

use std::time::Duration;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::sleep;

async fn work(n: u64) -> u64 {
    sleep(Duration::from_millis(n)).await;
    n
}

async fn at_once() -> u64 {
    tokio::spawn(work(1)).await.unwrap_or_default()
}

async fn later() -> u64 {
    let handle = tokio::spawn(work(1));
    sleep(Duration::from_millis(1)).await;
    match handle.await {
        Ok(n) => n,
        Err(error) => {
            println!("{error}");
            0
        }
    }
}

async fn both() -> (u64, u64) {
    let a = tokio::spawn(work(1));
    let b = tokio::spawn(work(2));
    let (a, b) = tokio::join!(a, b);
    (a.unwrap_or_default(), b.unwrap_or_default())
}

async fn many() -> u64 {
    let handles: Vec<JoinHandle<u64>> = (0..4).map(|n| tokio::spawn(work(n))).collect();
    let mut sum = 0;
    for handle in handles {
        sum += handle.await.unwrap_or_default();
    }
    sum
}

async fn set() -> u64 {
    let mut set = JoinSet::new();
    for n in 0..4 {
        set.spawn(work(n));
    }
    let mut sum = 0;
    while let Some(result) = set.join_next().await {
        sum += result.unwrap_or_default();
    }
    sum
}

async fn optional(wanted: bool) -> u64 {
    let handle = wanted.then(|| tokio::spawn(work(1)));
    match handle {
        Some(handle) => handle.await.unwrap_or_default(),
        None => 0,
    }
}

async fn by_helper() -> u64 {
    collect(tokio::spawn(work(3))).await
}

async fn collect(handle: JoinHandle<u64>) -> u64 {
    handle.await.unwrap_or_default()
}
