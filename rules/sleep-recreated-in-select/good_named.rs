//! The timer stays from round to round, ends at a time that does, or only says that nothing came.

use std::time::Duration;
use tokio::sync::mpsc::Receiver;
use tokio::time::{Instant, sleep, sleep_until};

async fn report() {
    tokio::fs::write("load", "many").await.ok();
}

async fn named(mut rx: Receiver<u32>) {
    let minute = sleep(Duration::from_secs(60));
    tokio::pin!(minute);
    loop {
        tokio::select! {
            number = rx.recv() => match number {
                Some(number) => println!("{number}"),
                None => return,
            },
            _ = &mut minute => {
                report().await;
                minute.as_mut().reset(Instant::now() + Duration::from_secs(60));
            }
        }
    }
}

async fn told(mut rx: Receiver<u32>) {
    let mut next = Instant::now() + Duration::from_secs(60);
    loop {
        tokio::select! {
            number = rx.recv() => match number {
                Some(number) => println!("{number}"),
                None => return,
            },
            _ = sleep_until(next) => {
                report().await;
                next += Duration::from_secs(60);
            }
        }
    }
}

async fn idle(mut rx: Receiver<u32>) {
    loop {
        tokio::select! {
            number = rx.recv() => match number {
                Some(number) => println!("{number}"),
                None => return,
            },
            _ = sleep(Duration::from_secs(60)) => println!("idle"),
        }
    }
}

#[tokio::main]
async fn main() {
    let (tx, rx) = tokio::sync::mpsc::channel(1);
    let (more, others) = tokio::sync::mpsc::channel(1);
    let (most, last) = tokio::sync::mpsc::channel(1);
    let tasks = [tokio::spawn(named(rx)), tokio::spawn(told(others)), tokio::spawn(idle(last))];
    for one in [tx, more, most] {
        one.send(1).await.ok();
    }
    for task in tasks {
        task.await.ok();
    }
}
