//! The task waits in a function that it calls.

use parking_lot::Mutex;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::io::AsyncWriteExt;
use tokio::net::tcp::OwnedWriteHalf;
use tokio::sync::mpsc;

#[derive(Default)]
pub struct Peers {
    writers: Mutex<HashMap<SocketAddr, mpsc::Sender<Vec<u8>>>>,
}

impl Peers {
    pub fn add(self: &Arc<Self>, addr: SocketAddr, half: OwnedWriteHalf) {
        let (tx, rx) = mpsc::channel(64);
        self.writers.lock().insert(addr, tx); //~ registry-keeps-task-alive
        let peers = self.clone();
        drop(tokio::spawn(async move {
            write_all(rx, half).await;
            peers.writers.lock().remove(&addr);
        }));
    }

    pub fn broadcast(&self, frame: &[u8]) {
        for tx in self.writers.lock().values() {
            let _ = tx.try_send(frame.to_vec());
        }
    }
}

async fn write_all(mut rx: mpsc::Receiver<Vec<u8>>, mut half: OwnedWriteHalf) {
    while let Some(frame) = rx.recv().await {
        if let Err(error) = half.write_all(&frame).await {
            tracing::debug!(%error, "peer does not take it");
        }
    }
}
