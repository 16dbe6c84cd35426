//! The caller learns of an end that is none.

use tokio::sync::broadcast;

pub struct Events {
    receiver: broadcast::Receiver<u64>,
}

impl Events {
    pub async fn next_even(&mut self) -> Option<u64> {
        loop { //~ broadcast-lag-unhandled
            let number = self.receiver.recv().await.ok()?;
            if number % 2 == 0 {
                return Some(number);
            }
        }
    }
}
