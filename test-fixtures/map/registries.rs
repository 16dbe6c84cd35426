//! What the map says of maps that several share.

use dashmap::DashMap;
use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

pub struct Hub {
    sessions: DashMap<u64, mpsc::Sender<String>>, //= registry verdict=ok leaves=27
    peers: DashMap<u64, mpsc::Sender<String>>,    //= registry verdict=ok leaves=
    locks: DashMap<String, Arc<tokio::sync::Mutex<()>>>, //= registry verdict=never-removed
}

async fn pump(socket: &mut TcpStream) -> io::Result<()> {
    let mut line = [0; 64];
    while socket.read(&mut line).await? > 0 {}
    Ok(())
}

impl Hub {
    pub async fn session(&self, id: u64, mut socket: TcpStream, tx: mpsc::Sender<String>) -> io::Result<()> {
        self.sessions.insert(id, tx);
        pump(&mut socket).await?;
        self.sessions.remove(&id);
        Ok(())
    }

    pub async fn peer(&self, id: u64, mut socket: TcpStream, tx: mpsc::Sender<String>) -> io::Result<()> {
        self.peers.insert(id, tx);
        let outcome = pump(&mut socket).await;
        self.peers.remove(&id);
        outcome
    }

    pub async fn with(&self, user: &str) {
        let lock = self.locks.entry(user.to_string()).or_default().clone();
        let _guard = lock.lock().await;
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

pub async fn serve(listener: TcpListener) {
    let all: Arc<Mutex<HashMap<u64, mpsc::Sender<String>>>> = Arc::default(); //= registry name=all verdict=never-removed
    let mut next = 0;
    loop {
        let Ok((mut socket, _)) = listener.accept().await else { continue };
        next += 1;
        let all = all.clone();
        drop(tokio::spawn(async move {
            let (tx, _rx) = mpsc::channel(16);
            all.lock().unwrap().insert(next, tx);
            let _ = pump(&mut socket).await;
        }));
    }
}
