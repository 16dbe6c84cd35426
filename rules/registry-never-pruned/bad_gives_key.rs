//! Maps that give the key of what they are given.

use slab::Slab;
use slotmap::{DefaultKey, SlotMap};
use std::sync::{Arc, Mutex};
use tokio::sync::mpsc;

struct Session {
    user: u64,
    outbox: mpsc::Sender<String>,
}

pub struct Hub {
    sessions: Mutex<Slab<Session>>, //~ registry-never-pruned
    rooms: Mutex<SlotMap<DefaultKey, mpsc::Sender<String>>>, //~ registry-never-pruned
    guests: Mutex<Slab<mpsc::Sender<String>>>, //~ registry-never-pruned
    games: sharded_slab::Slab<mpsc::Sender<String>>, //~ registry-never-pruned
    bots: Mutex<generational_arena::Arena<mpsc::Sender<String>>>, //~ registry-never-pruned
}

impl Hub {
    pub fn join(&self, user: u64, outbox: mpsc::Sender<String>) -> usize {
        self.sessions.lock().unwrap().insert(Session { user, outbox })
    }

    pub fn open(&self, outbox: mpsc::Sender<String>) -> DefaultKey {
        self.rooms.lock().unwrap().insert(outbox)
    }

    pub fn visit(&self, outbox: mpsc::Sender<String>) -> usize {
        let mut guests = self.guests.lock().unwrap();
        let entry = guests.vacant_entry();
        let id = entry.key();
        entry.insert(outbox);
        id
    }

    pub fn play(&self, outbox: mpsc::Sender<String>) -> Option<usize> {
        self.games.insert(outbox)
    }

    pub fn build(&self, outbox: mpsc::Sender<String>) -> generational_arena::Index {
        self.bots.lock().unwrap().insert(outbox)
    }

    pub fn say(&self, user: u64, text: &str) {
        for (_, session) in self.sessions.lock().unwrap().iter() {
            if session.user == user {
                let _ = session.outbox.try_send(text.to_owned());
            }
        }
    }
}

pub fn shared() -> Arc<Hub> {
    Arc::new(Hub {
        sessions: Mutex::default(),
        rooms: Mutex::default(),
        guests: Mutex::default(),
        games: sharded_slab::Slab::new(),
        bots: Mutex::default(),
    })
}
