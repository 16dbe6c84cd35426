//! The first task that ends is the signal to abort all others.

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
    let (end, _, rest) = select_all(tasks).await; //~ unrelated-children
    for task in rest {
        task.abort();
    }
    end?
}

pub async fn run_these() -> anyhow::Result<()> {
    let (end, _, rest) = select_all([tokio::spawn(crawl()), tokio::spawn(rotate())]).await; //~ unrelated-children
    rest.iter().for_each(|task| task.abort());
    end?
}
