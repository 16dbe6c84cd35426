//! The code fixes how many messages there can be.

use std::sync::mpsc as std_mpsc;
use std::thread;
use tokio::sync::mpsc;

fn parts(parts: [u64; 4]) -> u64 {
    let (tx, rx) = std_mpsc::channel();
    thread::scope(|scope| {
        for part in parts {
            let tx = tx.clone();
            scope.spawn(move || tx.send(part * 2).is_ok());
        }
        drop(tx);
        rx.iter().sum()
    })
}

async fn ready() -> bool {
    let (tx, mut rx) = mpsc::unbounded_channel();
    if tx.send(true).is_err() {
        return false;
    }
    rx.recv().await.unwrap_or_default()
}

async fn listed() -> Vec<&'static str> {
    let (tx, mut rx) = mpsc::unbounded_channel();
    for name in ["a", "b", "c"] {
        if tx.send(name).is_err() {
            break;
        }
    }
    drop(tx);
    let mut names = Vec::new();
    while let Some(name) = rx.recv().await {
        names.push(name);
    }
    names
}
