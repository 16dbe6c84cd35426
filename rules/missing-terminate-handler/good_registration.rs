//! The entry goes when the session goes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::mpsc;

#[derive(Clone, Default)]
struct Room {
    members: Arc<Mutex<HashMap<u64, mpsc::Sender<String>>>>,
}

struct Registration {
    room: Room,
    id: u64,
}

impl Drop for Registration {
    fn drop(&mut self) {
        self.room.leave(self.id);
    }
}

impl Room {
    fn enter(&self, id: u64, outbox: mpsc::Sender<String>) {
        if let Ok(mut members) = self.members.lock() {
            members.insert(id, outbox);
        }
    }

    fn register(&self, id: u64, outbox: mpsc::Sender<String>) -> Registration {
        self.enter(id, outbox);
        Registration { room: self.clone(), id }
    }

    fn leave(&self, id: u64) {
        if let Ok(mut members) = self.members.lock() {
            members.remove(&id);
        }
    }
}

async fn by_call(id: u64, room: Room, mut inbox: mpsc::Receiver<String>, outbox: mpsc::Sender<String>) {
    room.enter(id, outbox);
    while let Some(line) = inbox.recv().await {
        println!("{id}: {line}");
    }
    room.leave(id);
}

async fn by_guard(id: u64, room: Room, mut inbox: mpsc::Receiver<String>, outbox: mpsc::Sender<String>) {
    let _registration = room.register(id, outbox);
    while let Some(line) = inbox.recv().await {
        println!("{id}: {line}");
    }
}
