// Sends that say something, that need not, or that are no queue's.
use tokio::sync::mpsc::{Receiver, Sender};
use tokio::sync::{broadcast, oneshot, watch};

async fn once(tx: Sender<u32>) {
    let _ = tx.send(1).await;
}

async fn answers(mut rx: Receiver<oneshot::Sender<u32>>, events: broadcast::Sender<u32>, state: watch::Sender<u32>) {
    while let Some(reply) = rx.recv().await {
        let _ = reply.send(1);
        let _ = events.send(1);
        let _ = state.send(1);
    }
}

async fn asked(mut rx: Receiver<u32>, tx: Sender<u32>) {
    while let Some(n) = rx.recv().await {
        let _ = tx.send(n).await;
        if tx.is_closed() {
            break;
        }
    }
}

async fn told(mut rx: Receiver<u32>, tx: Sender<u32>) {
    while let Some(n) = rx.recv().await {
        if let Err(error) = tx.send(n).await {
            eprintln!("{error}");
        }
    }
}

struct Guard(Vec<std::sync::mpsc::Sender<()>>);

impl Drop for Guard {
    fn drop(&mut self) {
        for tx in self.0.drain(..) {
            let _ = tx.send(());
        }
    }
}
