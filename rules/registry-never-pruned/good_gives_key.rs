//! What the map gave as the key takes the entry out again.

use slab::Slab;
use slotmap::{DefaultKey, SlotMap};
use std::sync::{Arc, Mutex};
use tokio::sync::mpsc;

struct Session {
    user: u64,
    outbox: mpsc::Sender<String>,
}

pub struct Hub {
    sessions: Mutex<Slab<Session>>,
    rooms: Mutex<SlotMap<DefaultKey, mpsc::Sender<String>>>,
    games: sharded_slab::Slab<mpsc::Sender<String>>,
    bots: Mutex<generational_arena::Arena<mpsc::Sender<String>>>,
}

impl Hub {
    pub fn join(&self, user: u64, outbox: mpsc::Sender<String>) -> usize {
        self.sessions.lock().unwrap().insert(Session { user, outbox })
    }

    pub fn leave(&self, id: usize) {
        let session = self.sessions.lock().unwrap().try_remove(id);
        println!("{:?}", session.map(|session| session.user));
    }

    pub fn open(&self, outbox: mpsc::Sender<String>) -> DefaultKey {
        self.rooms.lock().unwrap().insert(outbox)
    }

    pub fn sweep(&self) {
        self.rooms.lock().unwrap().retain(|_, outbox| !outbox.is_closed());
        self.bots.lock().unwrap().retain(|_, outbox| !outbox.is_closed());
    }

    pub fn play(&self, outbox: mpsc::Sender<String>) -> Option<usize> {
        self.games.insert(outbox)
    }

    pub fn over(&self, id: usize) {
        self.games.remove(id);
    }

    pub fn build(&self, outbox: mpsc::Sender<String>) -> generational_arena::Index {
        self.bots.lock().unwrap().insert(outbox)
    }
}

/// A slab of numbers stands for nothing that ends.
pub struct Scores {
    scores: Mutex<Slab<u64>>,
}

impl Scores {
    pub fn add(&self, score: u64) -> usize {
        self.scores.lock().unwrap().insert(score)
    }
}

pub fn shared(hub: Hub) -> Arc<Hub> {
    Arc::new(hub)
}
