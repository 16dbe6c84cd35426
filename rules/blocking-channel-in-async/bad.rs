use std::sync::mpsc::Receiver;
use tokio::sync::mpsc::Sender;

pub async fn forward(rx: Receiver<u32>, tx: Sender<u32>) {
    while let Ok(n) = rx.recv() { //~ blocking-channel-in-async
        if tx.send(n).await.is_err() {
            return;
        }
    }
}
