//! A token drops the future that keeps the sender, wherever its loop stands.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

async fn count_down(mut rx: mpsc::Receiver<u8>, tx: mpsc::Sender<u8>) {
    while let Some(number) = rx.recv().await {
        if number > 0 {
            tx.try_send(number - 1).ok();
        }
    }
}

#[tokio::main]
async fn main() {
    let stop = CancellationToken::new();
    let (tx, rx) = mpsc::channel(4);
    let cut = stop.clone();
    let task = tokio::spawn(async move {
        let again = tx.clone();
        tx.send(1).await.ok();
        cut.run_until_cancelled(count_down(rx, again)).await;
    });
    tokio::time::sleep(Duration::from_secs(1)).await;
    stop.cancel();
    task.await.ok();
}
