//! Maps of what is local by nature, and of one object among many.

use ractor::ActorRef;
use ractor_cluster::NodeServer;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::net::TcpStream;

#[derive(Default)]
pub struct Sockets {
    open: Mutex<HashMap<SocketAddr, TcpStream>>,
}

impl Sockets {
    pub fn add(&self, addr: SocketAddr, socket: TcpStream) {
        self.open.lock().unwrap().insert(addr, socket);
    }

    pub fn close(&self, addr: SocketAddr) {
        self.open.lock().unwrap().remove(&addr);
    }
}

#[derive(Default)]
pub struct Room {
    members: Mutex<HashMap<String, ActorRef<String>>>,
}

impl Room {
    pub fn enter(&self, name: String, member: ActorRef<String>) {
        self.members.lock().unwrap().insert(name, member);
    }

    pub fn leave(&self, name: &str) {
        self.members.lock().unwrap().remove(name);
    }
}

pub fn node(cookie: String) -> NodeServer {
    NodeServer::new(0, cookie, "a".into(), "localhost".into(), None, None)
}

fn main() {
    let sockets = Arc::new(Sockets::default());
    let rooms: Vec<Arc<Room>> = (0..4).map(|_| Arc::new(Room::default())).collect();
    rooms[0].leave("ann");
    sockets.close(([0, 0, 0, 0], 1).into());
}
