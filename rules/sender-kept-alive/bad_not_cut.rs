//! Nothing drops the future that keeps the sender.

use std::time::Duration;
use tokio::sync::mpsc;

async fn count_down(mut rx: mpsc::Receiver<u8>, tx: mpsc::Sender<u8>) {
    while let Some(number) = rx.recv().await { //~ sender-kept-alive
        if number > 0 {
            tx.try_send(number - 1).ok();
        }
    }
}

#[tokio::main]
async fn main() {
    let (tx, rx) = mpsc::channel(4);
    let task = tokio::spawn(async move {
        let again = tx.clone();
        tx.send(1).await.ok();
        count_down(rx, again).await;
    });
    tokio::time::sleep(Duration::from_secs(1)).await;
    task.await.ok();
}
