//! One receiver for all messages.

use tokio::sync::broadcast;

pub async fn wait_for(tx: broadcast::Sender<u64>, wanted: u64) -> bool {
    let mut rx = tx.subscribe();
    while let Ok(n) = rx.recv().await { //~ broadcast-lag-unhandled
        if n == wanted {
            return true;
        }
    }
    false
}
