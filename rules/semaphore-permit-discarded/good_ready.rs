use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub struct Loopback {
    permits: Arc<Semaphore>,
    permit: Option<OwnedSemaphorePermit>,
    socket: tokio::net::UdpSocket,
}

impl Loopback {
    // It waits until there is room; the permit is taken when something is sent.
    pub async fn ready(&mut self) {
        if self.permit.is_none() {
            _ = self.permits.acquire().await;
        }
        _ = self.socket.writable().await;
    }
}
