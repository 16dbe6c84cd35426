//! A pattern that does not match `Err` switches the branch off for this round, and another branch brings the next.

use std::time::Duration;
use tokio::sync::{broadcast, oneshot};
use tokio::time::interval;

async fn ticks(mut signals: broadcast::Receiver<u64>, mut finished: oneshot::Receiver<()>) {
    let mut tick = interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            Ok(signal) = signals.recv() => println!("{signal}"),
            _ = tick.tick() => println!("tick"),
            _ = &mut finished => break,
        }
    }
}

async fn once(mut signals: broadcast::Receiver<u64>, mut finished: oneshot::Receiver<()>) {
    loop {
        tokio::select! {
            Ok(_) = signals.recv() => break,
            _ = &mut finished => break,
        }
    }
}

async fn sometimes(mut signals: broadcast::Receiver<u64>, mut other: tokio::sync::mpsc::Receiver<u64>) {
    loop {
        tokio::select! {
            Ok(signal) = signals.recv() => println!("{signal}"),
            next = other.recv() => {
                if next == Some(0) {
                    continue;
                }
                break;
            }
        }
    }
}
