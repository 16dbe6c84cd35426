//! A client that was too slow is told so before its stream ends: it asks anew.
use tokio::sync::{broadcast, mpsc};

pub async fn follow(mut prices: broadcast::Receiver<u64>, client: mpsc::Sender<Result<u64, String>>) {
    loop {
        tokio::select! {
            price = prices.recv() => match price {
                Ok(price) => {
                    if client.send(Ok(price)).await.is_err() {
                        break;
                    }
                }
                Err(error) => {
                    let _ = client.send(Err(format!("prices are missing: {error}"))).await;
                    break;
                }
            },
            () = client.closed() => break,
        }
    }
}
