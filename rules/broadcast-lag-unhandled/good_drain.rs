//! Takes what has come since the last time, and goes on after what was missed when it is called again.

use tokio::sync::broadcast;

pub struct Retries {
    requests: broadcast::Receiver<u64>,
    wanted: u64,
}

impl Retries {
    pub fn take_requests(&mut self) -> usize {
        let mut taken = 0;
        while let Ok(id) = self.requests.try_recv() {
            taken += usize::from(id == self.wanted);
        }
        taken
    }
}
