//! A list that each round empties, fills and sends.
use std::collections::HashSet;
use std::sync::RwLock;
use std::time::Duration;
use tokio::sync::mpsc;

pub struct Peers {
    live: RwLock<HashSet<u32>>,
}

impl Peers {
    pub async fn gossip(&self, to: mpsc::UnboundedSender<Vec<u32>>) -> Result<(), String> {
        let mut connected = Vec::with_capacity(50);
        let mut seen = HashSet::new();
        let mut interval = tokio::time::interval(Duration::from_secs(60));
        loop {
            interval.tick().await;
            if to.is_closed() {
                return Ok(());
            }
            {
                let live = self.live.read().unwrap();
                connected.clear();
                connected.extend(live.difference(&seen).take(50).copied());
            }
            if !connected.is_empty() {
                let message = message_of(connected.iter().copied());
                if to.send(message).is_err() {
                    return Ok(());
                }
                seen.extend(connected.iter().copied());
            }
        }
    }
}

fn message_of(peers: impl Iterator<Item = u32>) -> Vec<u32> {
    peers.collect()
}
