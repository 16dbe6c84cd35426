//! One receiver for all rounds.

use tokio::sync::broadcast;

pub async fn get(mut rx: broadcast::Receiver<u64>) -> u64 {
    loop { //~ recv-error-spin
        match rx.recv().await {
            Ok(v) => return v,
            Err(_) => continue,
        }
    }
}
