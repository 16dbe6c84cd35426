//! The maps that people take instead of the standard library's.

use crossbeam_skiplist::SkipMap;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::mpsc;

type Outbox = mpsc::Sender<String>;

pub struct Hub {
    fast: Mutex<FxHashMap<u64, Outbox>>, //~ registry-never-pruned
    other: Mutex<ahash::AHashMap<u64, Outbox>>, //~ registry-never-pruned
    by_number: Mutex<nohash_hasher::IntMap<u64, Outbox>>, //~ registry-never-pruned
    sorted: SkipMap<u64, Outbox>, //~ registry-never-pruned
    read_often: scc::HashIndex<u64, Outbox>, //~ registry-never-pruned
    pinned: flurry::HashMap<u64, Outbox>, //~ registry-never-pruned
    sharded: whirlwind::ShardMap<u64, Outbox>, //~ registry-never-pruned
    locked: chashmap::CHashMap<u64, Outbox>, //~ registry-never-pruned
}

impl Hub {
    pub async fn join(&self, id: u64, outbox: Outbox) {
        self.fast.lock().unwrap().insert(id, outbox.clone());
        self.other.lock().unwrap().insert(id, outbox.clone());
        self.by_number.lock().unwrap().insert(id, outbox.clone());
        self.sorted.insert(id, outbox.clone());
        let _ = self.read_often.insert(id, outbox.clone());
        self.pinned.pin().insert(id, outbox.clone());
        self.locked.insert(id, outbox.clone());
        self.sharded.insert(id, outbox).await;
    }
}

pub fn shared(hub: Hub) -> Arc<Hub> {
    Arc::new(hub)
}
