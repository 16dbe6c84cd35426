//! Every exit writes what is left.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{interval, sleep};
use tokio_util::sync::CancellationToken;

async fn save(lines: Vec<String>) {
    sleep(Duration::from_millis(1)).await;
    println!("saved {} lines", lines.len());
}

async fn in_the_arm(mut rx: mpsc::Receiver<String>) {
    let mut pending = Vec::new();
    let mut tick = interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            line = rx.recv() => match line {
                Some(line) => pending.push(line),
                None => {
                    save(pending).await;
                    return;
                }
            },
            _ = tick.tick() => save(std::mem::take(&mut pending)).await,
        }
    }
}

async fn after_the_loop(mut rx: mpsc::Receiver<String>, stop: CancellationToken) {
    let mut pending = Vec::new();
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            line = rx.recv() => match line {
                Some(line) => pending.push(line),
                None => break,
            },
        }
        if pending.len() > 10 {
            save(std::mem::take(&mut pending)).await;
        }
    }
    rx.close();
    while let Some(line) = rx.recv().await {
        pending.push(line);
    }
    save(pending).await;
}
