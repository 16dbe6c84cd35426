//! A directory that `main` makes once, with actors of this process by name.

use ractor::ActorRef;
use ractor_cluster::NodeServer;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

#[derive(Default)]
pub struct Directory {
    rooms: Mutex<HashMap<String, ActorRef<String>>>, //~ node-local-registry
}

impl Directory {
    pub fn open(&self, name: String, room: ActorRef<String>) {
        self.rooms.lock().unwrap().insert(name, room);
    }

    pub fn close(&self, name: &str) {
        self.rooms.lock().unwrap().remove(name);
    }
}

pub fn node(cookie: String) -> NodeServer {
    NodeServer::new(0, cookie, "a".into(), "localhost".into(), None, None)
}

fn main() {
    let directory = Arc::new(Directory::default());
    directory.close("lobby");
}
