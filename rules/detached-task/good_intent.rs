//! Intent that is written in code.

use std::time::Duration;
use tokio::time::sleep;

async fn warm_cache() {
    sleep(Duration::from_millis(10)).await;
    println!("cache is warm");
}

fn at_start() {
    drop(tokio::spawn(warm_cache()));
}

fn named() {
    let handle = tokio::spawn(warm_cache());
    println!("warming up as {}", handle.id());
    drop(handle);
}

fn with_path() {
    let handle = tokio::spawn(async {
        warm_cache().await;
    });
    std::mem::drop(handle);
}
