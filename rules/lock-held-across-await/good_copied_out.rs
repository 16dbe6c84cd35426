use std::collections::HashMap;
use tokio::sync::{Mutex, mpsc};

pub struct Hub {
    peers: Mutex<HashMap<u64, mpsc::Sender<String>>>,
}

impl Hub {
    pub fn new() -> (Self, mpsc::Receiver<String>) {
        let (tx, rx) = mpsc::channel(8);
        (Self { peers: Mutex::new(HashMap::from([(0, tx)])) }, rx)
    }

    pub async fn tell(&self, id: u64, text: String) {
        let peers = self.peers.lock().await;
        let Some(peer) = peers.get(&id).cloned() else { return };
        drop(peers);
        let _ = peer.send(text).await;
    }

    // It has no copy.
    pub async fn tell_in_place(&self, id: u64, text: String) {
        let peers = self.peers.lock().await;
        let Some(peer) = peers.get(&id) else { return };
        let _ = peer.send(text).await;
    }
}
