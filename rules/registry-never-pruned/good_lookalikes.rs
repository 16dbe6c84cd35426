//! Maps that do not grow for ever, or whose entries stand for nothing that ends.

use moka::sync::Cache;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::mpsc;

#[derive(PartialEq, Eq, Hash)]
enum Topic {
    News,
    Sport,
}

struct Topics {
    feeds: Mutex<HashMap<Topic, mpsc::Sender<String>>>,
    names: Mutex<HashMap<&'static str, mpsc::Sender<String>>>,
}

impl Topics {
    pub fn open(&self, topic: Topic, name: &'static str, tx: mpsc::Sender<String>) {
        self.names.lock().unwrap().insert(name, tx.clone());
        self.feeds.lock().unwrap().insert(topic, tx);
    }
}

/// It has a limit.
struct Recent {
    peers: Cache<u64, mpsc::Sender<String>>,
}

impl Recent {
    pub fn join(&self, id: u64, tx: mpsc::Sender<String>) {
        self.peers.insert(id, tx);
    }
}

/// Plain data.
struct Names {
    of: Mutex<HashMap<u64, String>>,
}

impl Names {
    pub fn learn(&self, id: u64, name: String) {
        self.of.lock().unwrap().insert(id, name);
    }
}

/// Filled at the start.
struct Plugins {
    inboxes: Arc<Mutex<HashMap<String, mpsc::Sender<String>>>>,
}

impl Plugins {
    fn add(&self, name: &str, tx: mpsc::Sender<String>) {
        self.inboxes.lock().unwrap().insert(name.to_owned(), tx);
    }

    fn load(names: &[&str]) -> Self {
        let plugins = Self { inboxes: Arc::default() };
        for name in names {
            let (tx, _rx) = mpsc::channel(1);
            plugins.add(name, tx);
        }
        plugins
    }
}

/// It lives as long as one request.
pub async fn fan_out(ids: Vec<u64>) -> usize {
    let mut senders: HashMap<u64, mpsc::Sender<String>> = HashMap::new();
    for id in ids {
        let (tx, _rx) = mpsc::channel(1);
        senders.insert(id, tx);
    }
    senders.len()
}

/// Nobody shares it: it ends with the request.
struct Batch {
    waiting: HashMap<u64, mpsc::Sender<String>>,
}

impl Batch {
    pub fn add(&mut self, id: u64, tx: mpsc::Sender<String>) {
        self.waiting.insert(id, tx);
    }
}

/// Others may remove: it goes to code that is not known.
struct Lent {
    peers: Arc<Mutex<HashMap<u64, mpsc::Sender<String>>>>,
}

impl Lent {
    pub fn join(&self, id: u64, tx: mpsc::Sender<String>) {
        self.peers.lock().unwrap().insert(id, tx);
    }

    pub fn start(&self) {
        janitor::watch(self.peers.clone());
    }
}
