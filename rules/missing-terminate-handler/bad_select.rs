//! The tick flushes; the end does not.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{interval, sleep};

async fn save(lines: Vec<String>) {
    sleep(Duration::from_millis(1)).await;
    println!("saved {} lines", lines.len());
}

async fn journal(mut rx: mpsc::Receiver<String>) {
    let mut pending = Vec::new();
    let mut tick = interval(Duration::from_secs(1));
    loop { //~ missing-terminate-handler
        tokio::select! {
            line = rx.recv() => match line {
                Some(line) => pending.push(line),
                None => return,
            },
            _ = tick.tick() => save(std::mem::take(&mut pending)).await,
        }
    }
}
