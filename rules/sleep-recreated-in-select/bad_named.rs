//! The timer has a name, or is told when to end, and is made in each round all the same.

use std::time::Duration;
use tokio::sync::mpsc::Receiver;
use tokio::time::{Instant, sleep, sleep_until};

async fn report() {
    tokio::fs::write("load", "many").await.ok();
}

async fn named(mut rx: Receiver<u32>) {
    loop {
        let minute = sleep(Duration::from_secs(60)); //~ sleep-recreated-in-select
        tokio::select! {
            number = rx.recv() => match number {
                Some(number) => println!("{number}"),
                None => return,
            },
            _ = minute => report().await,
        }
    }
}

async fn told(mut rx: Receiver<u32>) {
    loop {
        tokio::select! {
            number = rx.recv() => match number {
                Some(number) => println!("{number}"),
                None => return,
            },
            _ = sleep_until(Instant::now() + Duration::from_secs(60)) => report().await, //~ sleep-recreated-in-select
        }
    }
}

#[tokio::main]
async fn main() {
    let (tx, rx) = tokio::sync::mpsc::channel(1);
    let (more, others) = tokio::sync::mpsc::channel(1);
    let tasks = [tokio::spawn(named(rx)), tokio::spawn(told(others))];
    tx.send(1).await.ok();
    more.send(1).await.ok();
    drop((tx, more));
    for task in tasks {
        task.await.ok();
    }
}
