//! A generic helper that is lent the map only looks.

use dashmap::DashMap;
use std::hash::Hash;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::oneshot;

pub struct Waiter<E> {
    tx: Option<oneshot::Sender<E>>,
}

#[derive(Default)]
pub struct Results(usize);

impl Results {
    fn add(&mut self, other: &Results) {
        self.0 += other.0;
    }
}

pub struct Standby {
    events: DashMap<u64, Waiter<String>>, //~ registry-never-pruned
    counter: AtomicU64,
}

impl Standby {
    pub fn wait(&self) -> oneshot::Receiver<String> {
        let (tx, rx) = oneshot::channel();
        self.events.insert(self.counter.fetch_add(1, Ordering::SeqCst), Waiter { tx: Some(tx) });
        rx
    }

    pub fn process(&self, event: &String) -> Results {
        let mut all = Results::default();
        all.add(&Self::process_event(&self.events, event));
        all
    }

    fn process_event<K: Eq + Hash, V: Clone>(map: &DashMap<K, Waiter<V>>, event: &V) -> Results {
        let mut n = Results::default();
        map.iter_mut().for_each(|mut waiter| {
            if let Some(tx) = waiter.tx.take() {
                let _ = tx.send(event.clone());
                n.0 += 1;
            }
        });
        n
    }
}
