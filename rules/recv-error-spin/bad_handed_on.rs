//! The function that is handed the `None` does nothing with it, and waits for nothing.
use std::time::Duration;
use tokio::sync::{broadcast, mpsc};

async fn take(number: Option<u32>) {
    if let Some(number) = number {
        println!("{number}");
    }
}

pub async fn stopped(mut stop: broadcast::Receiver<()>, mut numbers: mpsc::Receiver<u32>) {
    loop { //~ recv-error-spin
        tokio::select! {
            number = numbers.recv() => take(number).await,
            _ = stop.recv() => break,
        }
    }
}

pub async fn plain(mut numbers: mpsc::Receiver<u32>) {
    loop { //~ recv-error-spin
        let number = numbers.recv().await;
        take(number).await;
    }
}

async fn or_wait(number: Option<u32>) {
    match number {
        Some(number) => println!("{number}"),
        None => tokio::time::sleep(Duration::from_secs(1)).await,
    }
}

// It waits.
pub async fn waits(mut numbers: mpsc::Receiver<u32>) {
    loop {
        let number = numbers.recv().await;
        or_wait(number).await;
    }
}
