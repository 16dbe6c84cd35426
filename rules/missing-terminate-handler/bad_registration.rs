//! A session enters the room and never leaves it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::mpsc;

#[derive(Clone, Default)]
struct Room {
    members: Arc<Mutex<HashMap<u64, mpsc::Sender<String>>>>,
}

impl Room {
    fn enter(&self, id: u64, outbox: mpsc::Sender<String>) {
        if let Ok(mut members) = self.members.lock() {
            members.insert(id, outbox);
        }
    }

    fn leave(&self, id: u64) {
        if let Ok(mut members) = self.members.lock() {
            members.remove(&id);
        }
    }

    fn kick(&self, id: u64) {
        println!("{id} was kicked");
        self.leave(id);
    }
}

async fn session(id: u64, room: Room, mut inbox: mpsc::Receiver<String>, outbox: mpsc::Sender<String>) {
    room.enter(id, outbox);
    while let Some(line) = inbox.recv().await { //~ missing-terminate-handler
        println!("{id}: {line}");
    }
}

async fn session_inline(id: u64, room: Room, mut inbox: mpsc::Receiver<String>, outbox: mpsc::Sender<String>) {
    if let Ok(mut members) = room.members.lock() {
        members.insert(id, outbox);
    }
    loop { //~ missing-terminate-handler
        match inbox.recv().await {
            Some(line) => println!("{id}: {line}"),
            None => break,
        }
    }
    println!("{id} is gone");
}
