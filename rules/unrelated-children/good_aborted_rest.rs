//! The first task that ends is told of, and the others go on.

use futures::future::select_all;
use std::time::Duration;
use tokio::task::JoinHandle;

async fn crawl() -> anyhow::Result<()> {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        tokio::fs::write("crawled", "").await?;
    }
}

async fn rotate() -> anyhow::Result<()> {
    loop {
        tokio::time::sleep(Duration::from_secs(60)).await;
        tokio::fs::rename("log", "log.1").await?;
    }
}

pub async fn run() -> anyhow::Result<()> {
    let mut tasks: Vec<JoinHandle<anyhow::Result<()>>> = Vec::new();
    tasks.push(tokio::spawn(crawl()));
    tasks.push(tokio::spawn(rotate()));
    while !tasks.is_empty() {
        let (end, at, rest) = select_all(tasks).await;
        println!("{at} ended: {end:?}");
        tasks = rest;
    }
    Ok(())
}
