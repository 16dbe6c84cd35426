//! All ways come by the function that takes the entry out, the call says that there is none, the caller sees to it, or
//! the map ends with the function.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

#[derive(Default)]
pub struct Hub {
    peers: Mutex<HashMap<u64, mpsc::Sender<String>>>,
}

impl Hub {
    fn join(&self, id: u64, tx: mpsc::Sender<String>) -> io::Result<()> {
        let mut peers = self.peers.lock().unwrap();
        if peers.len() > 100 {
            return Err(io::ErrorKind::OutOfMemory.into());
        }
        peers.insert(id, tx);
        Ok(())
    }

    fn leave(&self, id: u64) {
        self.peers.lock().unwrap().remove(&id);
    }
}

async fn pump(socket: &mut TcpStream) -> io::Result<()> {
    let mut line = [0; 64];
    while socket.read(&mut line).await? > 0 {}
    Ok(())
}

pub async fn session(hub: Arc<Hub>, id: u64, mut socket: TcpStream) -> io::Result<()> {
    let (tx, _rx) = mpsc::channel(16);
    if hub.join(id, tx).is_err() {
        return Err(io::ErrorKind::ConnectionRefused.into());
    }
    let outcome = pump(&mut socket).await;
    hub.leave(id);
    outcome
}

pub async fn asked(hub: Arc<Hub>, id: u64, mut socket: TcpStream) -> io::Result<()> {
    let (tx, _rx) = mpsc::channel(16);
    let joined = hub.join(id, tx);
    joined?;
    let outcome = pump(&mut socket).await;
    hub.leave(id);
    outcome
}

async fn hello(hub: &Hub, id: u64, socket: &mut TcpStream) -> io::Result<()> {
    let (tx, _rx) = mpsc::channel(16);
    hub.join(id, tx)?;
    pump(socket).await?;
    hub.leave(id);
    Ok(())
}

pub async fn cleaned(hub: Arc<Hub>, id: u64, mut socket: TcpStream) -> io::Result<()> {
    let outcome = hello(&hub, id, &mut socket).await;
    hub.leave(id);
    outcome
}

pub async fn own(mut socket: TcpStream) -> io::Result<()> {
    let hub = Hub::default();
    let (tx, _rx) = mpsc::channel(16);
    hub.join(1, tx)?;
    pump(&mut socket).await?;
    hub.leave(1);
    Ok(())
}
