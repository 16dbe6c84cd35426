//! One map, in a program that runs once.

use dashmap::DashMap;
use kameo::actor::ActorRef;
use std::sync::LazyLock;

#[derive(kameo::Actor)]
pub struct Room {
    pub name: String,
}

static ROOMS: LazyLock<DashMap<String, ActorRef<Room>>> = LazyLock::new(DashMap::new);

pub fn open(name: String, room: ActorRef<Room>) {
    ROOMS.insert(name, room);
}

pub fn find(name: &str) -> Option<ActorRef<Room>> {
    ROOMS.get(name).map(|room| room.value().clone())
}

pub fn close(name: &str) {
    ROOMS.remove(name);
}

