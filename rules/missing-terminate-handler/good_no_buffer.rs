//! Nothing is acquired, so nothing is to be released.

use std::collections::HashSet;
use tokio::sync::mpsc;

async fn print(mut rx: mpsc::Receiver<u64>) {
    let mut count = 0_u64;
    while let Some(n) = rx.recv().await {
        count += 1;
        println!("{count}: {n}");
    }
}

async fn forward(mut rx: mpsc::Receiver<u64>, tx: mpsc::Sender<u64>) {
    let mut seen = HashSet::new();
    while let Some(n) = rx.recv().await {
        // A filter's memory: what it holds was sent on long ago.
        if seen.insert(n) && tx.send(n).await.is_err() {
            break;
        }
    }
}
