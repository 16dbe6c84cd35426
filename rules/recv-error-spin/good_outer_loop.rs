//! The outer loop makes a new channel each time, after a pause.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::sleep;

async fn connect(round: u64) -> mpsc::Receiver<u64> {
    let (tx, rx) = mpsc::channel(8);
    if tx.send(round).await.is_err() {
        println!("closed");
    }
    rx
}

async fn run() {
    let mut round = 0;
    loop {
        let mut jobs = connect(round).await;
        while let Some(job) = jobs.recv().await {
            println!("{job}");
        }
        round += 1;
        sleep(Duration::from_secs(1)).await;
    }
}
