//! The task ends as well when nothing comes for a while, and takes the entry out.

use dashmap::DashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;

#[derive(Clone, Default)]
pub struct Flows {
    open: Arc<DashMap<SocketAddr, mpsc::Sender<Vec<u8>>>>,
}

impl Flows {
    pub fn begin(&self, peer: SocketAddr) {
        let (tx, mut rx) = mpsc::channel::<Vec<u8>>(32);
        self.open.insert(peer, tx.clone());
        let open = self.open.clone();
        tokio::spawn(async move {
            while let Ok(Some(frame)) = tokio::time::timeout(Duration::from_secs(30), rx.recv()).await {
                println!("{}", frame.len());
            }
            open.remove(&peer);
        });
    }
}
