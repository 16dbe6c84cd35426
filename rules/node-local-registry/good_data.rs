//! Plain data, and a map that is no static.

use dashmap::DashMap;
use std::sync::LazyLock;
use tokio::sync::mpsc;

static NAMES: LazyLock<DashMap<u64, String>> = LazyLock::new(DashMap::new);

pub struct Hub {
    peers: DashMap<u64, mpsc::Sender<String>>,
}

impl Hub {
    pub fn open(&self, peer: u64, frames: mpsc::Sender<String>) {
        self.peers.insert(peer, frames);
        NAMES.insert(peer, format!("peer {peer}"));
    }

    pub fn close(&self, peer: u64) {
        self.peers.remove(&peer);
        NAMES.remove(&peer);
    }
}

pub async fn join() -> Result<(), Box<dyn std::error::Error>> {
    kameo::remote::bootstrap()?;
    Ok(())
}
