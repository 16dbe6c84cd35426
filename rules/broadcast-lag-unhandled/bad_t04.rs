//! `Lagged` says that a slow receiver missed messages of an open channel; it is right to end at `Closed` only.

use std::collections::HashMap;
use tokio::sync::broadcast;

#[derive(Clone)]
pub struct Invalidate {
    pub key: String,
}

pub async fn forget(mut stale: broadcast::Receiver<Invalidate>, mut cache: HashMap<String, String>) {
    loop { //~ broadcast-lag-unhandled
        match stale.recv().await {
            Ok(Invalidate { key }) => {
                cache.remove(&key);
            }
            Err(_) => break,
        }
    }
}
