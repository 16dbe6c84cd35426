//! One map with two names, out of which the second takes what it has put in.
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{Sender, channel};

type Peers = Arc<Mutex<HashMap<u64, Sender<String>>>>;

pub struct Settings {
    peers: Peers,
    name: String,
}

pub struct Server {
    peers: Peers,
    greeting: String,
}

impl Settings {
    pub fn new(name: String) -> Self {
        Self { peers: Peers::default(), name }
    }

    pub fn into_server(self) -> Server {
        Server { greeting: format!("this is {}", self.name), peers: self.peers }
    }
}

impl Server {
    pub async fn connected(&self, id: u64, socket: TcpStream) {
        let (tx, mut rx) = channel(8);
        self.peers.lock().unwrap().insert(id, tx);
        while let Some(text) = rx.recv().await {
            println!("{} {text} {:?}", self.greeting, socket.peer_addr());
        }
        self.peers.lock().unwrap().remove(&id);
    }

    pub fn say(&self, text: &str) {
        for peer in self.peers.lock().unwrap().values() {
            peer.try_send(text.to_owned()).ok();
        }
    }
}
