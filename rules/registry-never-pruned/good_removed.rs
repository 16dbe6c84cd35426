//! Entries go by many ways.

use dashmap::DashMap;
use std::collections::{HashMap, hash_map::Entry};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::{mpsc, oneshot};

type Senders = HashMap<u64, mpsc::Sender<String>>;

struct Helper {
    peers: Mutex<Senders>,
}

impl Helper {
    fn lock(&self) -> MutexGuard<'_, Senders> {
        self.peers.lock().unwrap()
    }

    pub fn join(&self, id: u64, tx: mpsc::Sender<String>) {
        self.lock().insert(id, tx);
    }

    pub fn broadcast(&self, line: &str) {
        prune(&mut self.lock(), line);
    }
}

fn prune(peers: &mut Senders, line: &str) {
    peers.retain(|_, tx| tx.try_send(line.to_owned()).is_ok());
}

struct Pointer {
    peers: Arc<DashMap<u64, mpsc::Sender<String>>>,
}

impl Pointer {
    pub fn join(&self, id: u64, tx: mpsc::Sender<String>) {
        self.peers.insert(id, tx.clone());
        let peers = Arc::clone(&self.peers);
        tokio::spawn(async move {
            tx.closed().await;
            peers.remove(&id);
        });
    }
}

struct Taken {
    pending: Mutex<HashMap<u64, oneshot::Sender<()>>>,
}

impl Taken {
    pub fn ask(&self, id: u64, tx: oneshot::Sender<()>) {
        self.pending.lock().unwrap().insert(id, tx);
    }

    pub fn answer_all(&self) {
        let pending = std::mem::take(&mut *self.pending.lock().unwrap());
        for (_, tx) in pending {
            let _ = tx.send(());
        }
    }
}

struct ByEntry {
    pending: Mutex<HashMap<u64, oneshot::Sender<()>>>,
}

impl ByEntry {
    pub fn ask(&self, id: u64, tx: oneshot::Sender<()>) {
        self.pending.lock().unwrap().insert(id, tx);
    }

    pub fn answer(&self, id: u64) {
        if let Entry::Occupied(entry) = self.pending.lock().unwrap().entry(id) {
            let _ = entry.remove().send(());
        }
    }
}

struct Replaced {
    peers: Mutex<Senders>,
}

impl Replaced {
    pub fn join(&self, id: u64, tx: mpsc::Sender<String>) {
        self.peers.lock().unwrap().insert(id, tx);
    }

    pub fn reset(&self) {
        *self.peers.lock().unwrap() = HashMap::new();
    }
}

/// One map, two types that hold it.
struct Reader {
    shared: Arc<DashMap<u64, oneshot::Sender<u8>>>,
}

struct Writer {
    requests: Arc<DashMap<u64, oneshot::Sender<u8>>>,
}

pub fn pair() -> (Reader, Writer) {
    let map = Arc::new(DashMap::new());
    (Reader { shared: map.clone() }, Writer { requests: map })
}

impl Writer {
    pub fn ask(&self, id: u64, tx: oneshot::Sender<u8>) {
        self.requests.insert(id, tx);
    }
}

impl Reader {
    pub fn answer(&self, id: u64) {
        if let Some((_, tx)) = self.shared.remove(&id) {
            let _ = tx.send(1);
        }
    }
}
