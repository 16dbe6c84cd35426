//! The entry goes in and out through functions.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

#[derive(Default)]
pub struct Hub {
    peers: Mutex<HashMap<u64, mpsc::Sender<String>>>,
}

impl Hub {
    fn join(&self, id: u64, tx: mpsc::Sender<String>) {
        self.peers.lock().unwrap().insert(id, tx);
    }

    fn leave(&self, id: u64) {
        self.peers.lock().unwrap().remove(&id);
    }

    /// The key is made here.
    fn add(&self, tx: mpsc::Sender<String>) -> u64 {
        let mut peers = self.peers.lock().unwrap();
        let id = peers.len() as u64;
        peers.insert(id, tx);
        id
    }
}

async fn pump(socket: &mut TcpStream) -> std::io::Result<()> {
    let mut line = [0; 64];
    while socket.read(&mut line).await? > 0 {}
    Ok(())
}

pub async fn session(hub: Arc<Hub>, id: u64, mut socket: TcpStream) -> std::io::Result<()> {
    let (tx, _rx) = mpsc::channel(16);
    hub.join(id, tx); //~ registration-without-guard
    pump(&mut socket).await?;
    hub.leave(id);
    Ok(())
}

pub async fn numbered(hub: Arc<Hub>, mut socket: TcpStream) -> std::io::Result<()> {
    let (tx, _rx) = mpsc::channel(16);
    let id = hub.add(tx); //~ registration-without-guard
    pump(&mut socket).await?;
    hub.leave(id);
    Ok(())
}
