//! One map for each node, in a program that joins others.

use dashmap::DashMap;
use kameo::actor::ActorRef;
use std::sync::LazyLock;

#[derive(kameo::Actor)]
pub struct Room {
    pub name: String,
}

static ROOMS: LazyLock<DashMap<String, ActorRef<Room>>> = LazyLock::new(DashMap::new); //~ node-local-registry

pub fn open(name: String, room: ActorRef<Room>) {
    ROOMS.insert(name, room);
}

pub fn find(name: &str) -> Option<ActorRef<Room>> {
    ROOMS.get(name).map(|room| room.value().clone())
}

pub fn close(name: &str) {
    ROOMS.remove(name);
}

pub async fn join() -> Result<(), Box<dyn std::error::Error>> {
    kameo::remote::bootstrap()?;
    Ok(())
}
