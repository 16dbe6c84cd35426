//! A state that is given to each session.

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
    state.lock().unwrap().peers.insert(addr, peer); //~ registration-without-guard
    while let Some(word) = words.recv().await {
        stream.write_all(word.as_bytes()).await?;
    }
    state.lock().unwrap().peers.remove(&addr);
    Ok(())
}
