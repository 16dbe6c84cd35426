//! A state that is given to each session, which takes its entry out on all ways.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

pub struct Shared {
    peers: HashMap<SocketAddr, mpsc::Sender<String>>,
}

pub async fn session(state: Arc<Mutex<Shared>>, mut stream: TcpStream, addr: SocketAddr) -> std::io::Result<()> {
    let (peer, mut words) = mpsc::channel::<String>(4);
    state.lock().unwrap().peers.insert(addr, peer);
    let mut result = Ok(());
    while let Some(word) = words.recv().await {
        result = stream.write_all(word.as_bytes()).await;
        if result.is_err() {
            break;
        }
    }
    state.lock().unwrap().peers.remove(&addr);
    result
}
