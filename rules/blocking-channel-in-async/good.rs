use std::sync::mpsc::Receiver;
use tokio::sync::mpsc::Sender;

pub async fn forward(rx: Receiver<u32>, tx: Sender<u32>) {
    let _ = tokio::task::spawn_blocking(move || {
        while let Ok(n) = rx.recv() {
            if tx.blocking_send(n).is_err() {
                return;
            }
        }
    })
    .await;
}
