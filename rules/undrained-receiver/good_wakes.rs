//! The message says nothing: what it asks for is done at the next start all the same.

use tokio::sync::mpsc::Receiver;
use tokio_util::sync::CancellationToken;

struct Again;

async fn save_state(mut wakes: Receiver<()>, stop: CancellationToken) {
    loop {
        tokio::select! {
            _ = stop.cancelled() => break,
            wake = wakes.recv() => {
                if wake.is_none() {
                    break;
                }
                tokio::fs::write("state", "all").await.ok();
            }
        }
    }
}

async fn save_again(mut wakes: Receiver<Again>, stop: CancellationToken) {
    loop {
        tokio::select! {
            _ = stop.cancelled() => break,
            Some(_) = wakes.recv() => {
                tokio::fs::write("state", "again").await.ok();
            }
        }
    }
}
