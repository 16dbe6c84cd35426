//! Of the crates that the name may come from, it is the one whose prelude is used.

use kameo::prelude::*;
use std::collections::HashMap;

#[derive(Actor)]
struct Room {
    users: Vec<String>,
}

#[derive(Actor)]
struct Lobby {
    rooms: HashMap<String, ActorRef<Room>>,
}

struct Open(String);

impl Message<Open> for Lobby {
    type Reply = ();

    async fn handle(&mut self, Open(name): Open, _: &mut Context<Self, Self::Reply>) {
        let room = Room::spawn(Room { users: Vec::new() }); //~ unsupervised-actor
        self.rooms.insert(name, room);
    }

    async fn closed(&mut self, name: String) {
        self.rooms.remove(&name);
    }
}
