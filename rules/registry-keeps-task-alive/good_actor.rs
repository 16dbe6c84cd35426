//! The map has a weak reference, or a message stops the actor.

use kameo::error::Infallible;
use kameo::prelude::*;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

#[derive(Default)]
pub struct Library {
    open: Mutex<HashMap<u64, WeakActorRef<Document>>>,
    rooms: Mutex<HashMap<u64, ActorRef<Room>>>,
}

impl Library {
    pub fn open(self: &Arc<Self>, id: u64) -> ActorRef<Document> {
        let document = Document::spawn(Document { id, library: self.clone() });
        self.open.lock().unwrap().insert(id, document.downgrade());
        document
    }

    pub fn enter(self: &Arc<Self>, id: u64) -> ActorRef<Room> {
        let room = Room::spawn(Room { id, library: self.clone() });
        self.rooms.lock().unwrap().insert(id, room.clone());
        room
    }

    pub async fn close(&self, room: ActorRef<Room>) {
        let _ = room.stop_gracefully().await;
    }
}

pub struct Document {
    id: u64,
    library: Arc<Library>,
}

impl Actor for Document {
    type Args = Self;
    type Error = Infallible;

    async fn on_start(document: Self, _: ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(document)
    }

    async fn on_stop(&mut self, _: WeakActorRef<Self>, _: ActorStopReason) -> Result<(), Infallible> {
        self.library.open.lock().unwrap().remove(&self.id);
        Ok(())
    }
}

pub struct Room {
    id: u64,
    library: Arc<Library>,
}

impl Actor for Room {
    type Args = Self;
    type Error = Infallible;

    async fn on_start(room: Self, _: ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(room)
    }

    async fn on_stop(&mut self, _: WeakActorRef<Self>, _: ActorStopReason) -> Result<(), Infallible> {
        self.library.rooms.lock().unwrap().remove(&self.id);
        Ok(())
    }
}
