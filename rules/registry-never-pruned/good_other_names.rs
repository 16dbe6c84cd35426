//! The same maps, and each entry is taken out.

use crossbeam_skiplist::SkipMap;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::mpsc;

type Outbox = mpsc::Sender<String>;

pub struct Hub {
    fast: Mutex<FxHashMap<u64, Outbox>>,
    other: Mutex<ahash::AHashMap<u64, Outbox>>,
    sorted: SkipMap<u64, Outbox>,
    read_often: scc::HashIndex<u64, Outbox>,
    pinned: flurry::HashMap<u64, Outbox>,
    sharded: whirlwind::ShardMap<u64, Outbox>,
    locked: chashmap::CHashMap<u64, Outbox>,
}

impl Hub {
    pub async fn join(&self, id: u64, outbox: Outbox) {
        self.fast.lock().unwrap().insert(id, outbox.clone());
        self.other.lock().unwrap().insert(id, outbox.clone());
        self.sorted.insert(id, outbox.clone());
        let _ = self.read_often.insert(id, outbox.clone());
        self.pinned.pin().insert(id, outbox.clone());
        self.locked.insert(id, outbox.clone());
        self.sharded.insert(id, outbox).await;
    }

    pub async fn leave(&self, id: u64) {
        self.fast.lock().unwrap().remove(&id);
        self.other.lock().unwrap().retain(|_, outbox| !outbox.is_closed());
        self.sorted.remove(&id);
        self.read_often.remove(&id);
        self.pinned.pin().remove(&id);
        self.locked.remove(&id);
        self.sharded.remove(&id).await;
    }
}

pub fn shared(hub: Hub) -> Arc<Hub> {
    Arc::new(hub)
}
