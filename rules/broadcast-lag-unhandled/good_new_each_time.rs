//! A receiver that is made for one message has nothing to lag behind.

use tokio::sync::broadcast;

pub async fn wait_for(tx: broadcast::Sender<u64>, wanted: u64) -> bool {
    while let Ok(n) = tx.subscribe().recv().await {
        if n == wanted {
            return true;
        }
    }
    false
}
