//! The others are asked first, or go on, or belong together.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

async fn poll_inverters() -> io::Result<()> {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        tokio::fs::write("inverters", "").await?;
    }
}

async fn refresh_tariffs() -> io::Result<()> {
    loop {
        tokio::time::sleep(Duration::from_secs(60)).await;
        tokio::fs::write("tariffs", "").await?;
    }
}

pub async fn asks(stop: CancellationToken) {
    let mut services = JoinSet::new();
    services.spawn(poll_inverters());
    services.spawn(refresh_tariffs());
    tokio::select! {
        _ = tokio::signal::ctrl_c() => println!("asked to stop"),
        Some(ended) = services.join_next() => println!("{ended:?}"),
    }
    stop.cancel();
    while let Some(ended) = services.join_next().await {
        println!("{ended:?}");
    }
}

pub async fn goes_on() {
    let mut services = JoinSet::new();
    services.spawn(poll_inverters());
    services.spawn(refresh_tariffs());
    loop {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => break,
            Some(ended) = services.join_next() => println!("{ended:?}"),
        }
    }
    services.abort_all();
}

pub async fn waits_for_the_rest() {
    let mut services = JoinSet::new();
    services.spawn(poll_inverters());
    services.spawn(refresh_tariffs());
    tokio::select! {
        _ = tokio::signal::ctrl_c() => services.abort_all(),
        Some(ended) = services.join_next() => println!("{ended:?}"),
    }
    while let Some(ended) = services.join_next().await {
        println!("{ended:?}");
    }
}

async fn fill(queue: Arc<Mutex<Vec<u8>>>) -> io::Result<()> {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        queue.lock().unwrap().push(1);
        tokio::fs::write("filled", "").await?;
    }
}

async fn drain(queue: Arc<Mutex<Vec<u8>>>) -> io::Result<()> {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        queue.lock().unwrap().clear();
        tokio::fs::write("drained", "").await?;
    }
}

pub async fn one_service() {
    let queue = Arc::new(Mutex::new(Vec::new()));
    let mut services = JoinSet::new();
    services.spawn(fill(Arc::clone(&queue)));
    services.spawn(drain(queue));
    tokio::select! {
        _ = tokio::signal::ctrl_c() => println!("asked to stop"),
        Some(ended) = services.join_next() => println!("{ended:?}"),
    }
    services.abort_all();
}
