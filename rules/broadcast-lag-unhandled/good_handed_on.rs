//! The caller is told by the very error that it was too slow.

use tokio::sync::broadcast;

pub struct Events {
    receiver: broadcast::Receiver<u64>,
}

impl Events {
    async fn next(&mut self) -> Result<u64, broadcast::error::RecvError> {
        self.receiver.recv().await
    }

    pub async fn next_even(&mut self) -> Result<u64, broadcast::error::RecvError> {
        loop {
            let number = self.next().await?;
            if number % 2 == 0 {
                return Ok(number);
            }
        }
    }
}
