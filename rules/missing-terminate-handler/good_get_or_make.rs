//! An entry that is made where it is missing belongs to all who ask for it: a family of counters, channels by number.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, RwLock};
use std::time::Duration;
use tokio::sync::mpsc;

#[derive(Default)]
struct Family {
    counters: Arc<RwLock<HashMap<String, Arc<AtomicU64>>>>,
}

static LOCKS: LazyLock<Family> = LazyLock::new(Family::default);

impl Family {
    fn get_or_create(&self, label: &str) -> Arc<AtomicU64> {
        let mut counters = self.counters.write().unwrap();
        match counters.entry(label.to_owned()) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(place) => {
                let counter = Arc::new(AtomicU64::new(0));
                place.insert(counter.clone());
                counter
            }
        }
    }
}

fn record(kind: &str) {
    LOCKS.get_or_create(kind).fetch_add(1, Ordering::Relaxed);
}

async fn extend(mut stop: mpsc::Receiver<()>) {
    record("table");
    loop {
        tokio::select! {
            _ = stop.recv() => break,
            () = tokio::time::sleep(Duration::from_secs(1)) => println!("extended"),
        }
    }
}

#[derive(Default)]
struct Ends {
    sink: Option<mpsc::Sender<String>>,
    source: Option<mpsc::Receiver<String>>,
}

#[derive(Default)]
struct Broadcasts {
    channels: Mutex<HashMap<u32, Ends>>,
}

impl Broadcasts {
    fn receiver(&self, id: u32) -> mpsc::Receiver<String> {
        let mut channels = self.channels.lock().unwrap();
        let ends = channels.entry(id).or_default();
        ends.source.take().unwrap_or_else(|| {
            let (tx, rx) = mpsc::channel(1);
            ends.sink = Some(tx);
            rx
        })
    }
}

struct Query {
    broadcasts: Arc<Broadcasts>,
}

impl Query {
    async fn gather(&self, id: u32) -> Vec<String> {
        let mut receiver = self.broadcasts.receiver(id);
        let mut all = vec![];
        while let Some(one) = receiver.recv().await {
            all.push(one);
        }
        all
    }
}
