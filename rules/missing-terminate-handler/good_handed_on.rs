//! What was collected goes to somebody at the end.

use tokio::sync::{mpsc, oneshot};

async fn returned(mut rx: mpsc::Receiver<u64>) -> Vec<u64> {
    let mut all = Vec::new();
    while let Some(n) = rx.recv().await {
        all.push(n);
    }
    all
}

async fn sent(mut rx: mpsc::Receiver<u64>, done: oneshot::Sender<Vec<u64>>) {
    let mut all = Vec::new();
    while let Some(n) = rx.recv().await {
        all.push(n);
    }
    let _ = done.send(all);
}

async fn printed(mut rx: mpsc::Receiver<u64>) {
    let mut all = Vec::new();
    while let Some(n) = rx.recv().await {
        all.push(n);
    }
    all.sort_unstable();
    for n in all {
        println!("{n}");
    }
}

async fn borrowed(mut rx: mpsc::Receiver<u64>, all: &mut Vec<u64>) {
    while let Some(n) = rx.recv().await {
        all.push(n);
    }
}
