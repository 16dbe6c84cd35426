//! A state that `main` makes and gives to each session, which takes its entry out.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

#[derive(Default)]
pub struct Shared {
    peers: HashMap<SocketAddr, mpsc::Sender<String>>,
}

impl Shared {
    fn add(&mut self, addr: SocketAddr, peer: mpsc::Sender<String>) {
        self.peers.insert(addr, peer);
    }

    fn cast(&self, word: &str) {
        for peer in self.peers.values() {
            let _ = peer.try_send(word.to_owned());
        }
    }
}

async fn session(state: Arc<Mutex<Shared>>, mut stream: TcpStream, addr: SocketAddr) {
    let (peer, mut words) = mpsc::channel(4);
    state.lock().unwrap().add(addr, peer);
    state.lock().unwrap().cast("somebody is here");
    while let Some(word) = words.recv().await {
        if stream.write_all(word.as_bytes()).await.is_err() {
            break;
        }
    }
    state.lock().unwrap().peers.remove(&addr);
}

pub async fn serve(listener: TcpListener) {
    let state = Arc::new(Mutex::new(Shared::default()));
    let mut sessions = JoinSet::new();
    loop {
        while sessions.try_join_next().is_some() {}
        if let Ok((stream, addr)) = listener.accept().await {
            sessions.spawn(session(state.clone(), stream, addr));
        }
    }
}
