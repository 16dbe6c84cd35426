//! The arm waits, or the channel is replaced.

use std::future::pending;
use std::time::Duration;
use tokio::sync::{broadcast, mpsc};
use tokio::time::{interval, sleep};

async fn sleeps(mut jobs: mpsc::Receiver<u64>) {
    loop {
        match jobs.recv().await {
            Some(job) => println!("{job}"),
            None => sleep(Duration::from_secs(1)).await,
        }
    }
}

async fn never_again(mut jobs: mpsc::Receiver<u64>) {
    loop {
        match jobs.recv().await {
            Some(job) => println!("{job}"),
            None => pending::<()>().await,
        }
    }
}

async fn resubscribes(hub: broadcast::Sender<u64>) {
    let mut events = hub.subscribe();
    loop {
        match events.recv().await {
            Ok(event) => println!("{event}"),
            Err(_) => events = hub.subscribe(),
        }
    }
}

async fn paced(mut jobs: mpsc::Receiver<u64>) {
    let mut tick = interval(Duration::from_millis(100));
    loop {
        tick.tick().await;
        if let Some(job) = jobs.recv().await {
            println!("{job}");
        }
    }
}
