//! `Lagged` says that a slow receiver missed messages of an open channel; it is right to end at `Closed` only.

use std::collections::HashMap;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

#[derive(Clone)]
pub struct Invalidate {
    pub key: String,
}

pub async fn forget(mut stale: broadcast::Receiver<Invalidate>, mut cache: HashMap<String, String>) {
    loop {
        match stale.recv().await {
            Ok(Invalidate { key }) => {
                cache.remove(&key);
            }
            Err(RecvError::Lagged(_)) => cache.clear(),
            Err(RecvError::Closed) => break,
        }
    }
}
