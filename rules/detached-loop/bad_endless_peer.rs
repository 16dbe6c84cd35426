//! A task that waits for a channel which another task without an end has the only sender of.
use std::time::Duration;
use tokio::sync::mpsc::{self, Sender};

pub fn start() {
    let (ticks, mut rounds) = mpsc::channel::<u64>(4);
    tokio::spawn(async move { //~ detached-loop
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let _ = ticks.send(1).await;
        }
    });
    tokio::spawn(async move { //~ detached-loop
        while let Some(tick) = rounds.recv().await {
            println!("{tick}");
        }
    });
}

async fn tick(ticks: Sender<u64>) {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        if ticks.send(1).await.is_err() {
            println!("nobody listens");
        }
    }
}

pub fn start_function() {
    let (ticks, mut rounds) = mpsc::channel(4);
    tokio::spawn(tick(ticks)); //~ detached-loop
    tokio::spawn(async move { //~ detached-loop
        while let Some(tick) = rounds.recv().await {
            println!("{tick}");
        }
    });
}
