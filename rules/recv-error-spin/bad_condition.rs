//! A closed watch does not change its value: the round that begins anew without a wait is the last one.

use tokio::sync::{mpsc, watch};

pub async fn reconnect(mut connected: watch::Receiver<bool>, requests: mpsc::Sender<u8>) {
    loop { //~ recv-error-spin
        tokio::select! {
            _ = connected.changed() => {
                if !*connected.borrow() {
                    continue;
                }
            }
        }
        let _ = requests.send(1).await;
    }
}
