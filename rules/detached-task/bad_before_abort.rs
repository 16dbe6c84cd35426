//! Endless tasks that are aborted, but not where an error leaves before.
use std::time::Duration;
use tokio::task::{AbortHandle, JoinHandle};

async fn beat() {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        println!("alive");
    }
}

async fn upload(part: u64) -> std::io::Result<()> {
    println!("{part}");
    Ok(())
}

pub async fn upload_all() -> std::io::Result<()> {
    let pulse = tokio::spawn(beat()); //~ detached-task
    upload(1).await?;
    pulse.abort();
    Ok(())
}

fn start() -> AbortHandle {
    tokio::spawn(beat()).abort_handle()
}

pub async fn upload_more() -> std::io::Result<()> {
    let pulse = start(); //~ detached-task
    upload(2).await?;
    pulse.abort();
    Ok(())
}

fn begin() -> (u64, JoinHandle<()>) {
    (3, tokio::spawn(beat()))
}

pub async fn upload_rest() -> std::io::Result<()> {
    let (part, pulse) = begin(); //~ detached-task
    upload(part).await?;
    pulse.abort();
    Ok(())
}
