//! A file says by what it imports that the program joins a cluster.

use dashmap::DashMap;
use ractor::ActorRef;
use ractor_cluster::NodeServer;
use std::sync::LazyLock;

static ROOMS: LazyLock<DashMap<String, ActorRef<String>>> = LazyLock::new(DashMap::new); //~ node-local-registry

pub fn open(name: String, room: ActorRef<String>) {
    ROOMS.insert(name, room);
}

pub fn close(name: &str) {
    ROOMS.remove(name);
}

pub fn node(cookie: String) -> NodeServer {
    NodeServer::new(0, cookie, "a".into(), "localhost".into(), None, None)
}
