//! The items carry the limit.

use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

struct Frame {
    bytes: Vec<u8>,
    _permit: OwnedSemaphorePermit,
}

async fn feed(mut frames: mpsc::Receiver<Vec<u8>>, window: Arc<Semaphore>) -> mpsc::UnboundedReceiver<Frame> {
    let (tx, rx) = mpsc::unbounded_channel();
    while let Some(bytes) = frames.recv().await {
        let Ok(permit) = window.clone().acquire_many_owned(bytes.len() as u32).await else { break };
        if tx.send(Frame { bytes, _permit: permit }).is_err() {
            break;
        }
    }
    rx
}
