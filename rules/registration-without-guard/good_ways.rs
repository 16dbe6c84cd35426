//! The removal is reached on every way, or nobody is seen to leave.

use dashmap::DashMap;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::{Notify, mpsc};

type Peers = Arc<DashMap<u64, mpsc::Sender<String>>>;

async fn pump(socket: &mut TcpStream) -> std::io::Result<()> {
    let mut line = [0; 64];
    while socket.read(&mut line).await? > 0 {}
    Ok(())
}

pub struct Server {
    peers: Peers,
    done: Notify,
}

impl Server {
    pub async fn outcome_first(&self, id: u64, mut socket: TcpStream, tx: mpsc::Sender<String>) -> std::io::Result<()> {
        self.peers.insert(id, tx);
        let outcome = pump(&mut socket).await;
        self.peers.remove(&id);
        outcome?;
        Ok(())
    }

    pub async fn each_way(&self, id: u64, mut socket: TcpStream, tx: mpsc::Sender<String>) -> std::io::Result<()> {
        self.peers.insert(id, tx);
        if let Err(error) = pump(&mut socket).await {
            self.peers.remove(&id);
            return Err(error);
        }
        self.peers.remove(&id);
        Ok(())
    }

    pub async fn block(&self, id: u64, mut socket: TcpStream, tx: mpsc::Sender<String>) -> std::io::Result<()> {
        self.peers.insert(id, tx);
        let outcome = async {
            pump(&mut socket).await?;
            Ok(())
        }
        .await;
        self.peers.remove(&id);
        outcome
    }

    /// Nobody drops this future.
    async fn wait(&self, id: u64, tx: mpsc::Sender<String>) {
        self.peers.insert(id, tx);
        self.done.notified().await;
        self.peers.remove(&id);
    }

    pub async fn run(&self, tx: mpsc::Sender<String>) {
        self.wait(1, tx).await;
    }

    /// A check before the entry is made.
    pub async fn checked(&self, id: u64, mut socket: TcpStream, tx: mpsc::Sender<String>) -> std::io::Result<()> {
        let mut hello = [0];
        socket.read_exact(&mut hello).await?;
        self.peers.insert(id, tx);
        let _ = pump(&mut socket).await;
        self.peers.remove(&id);
        Ok(())
    }
}

/// The map ends with the value.
pub struct Session {
    streams: HashMap<u64, mpsc::Sender<String>>,
}

impl Session {
    pub async fn run(mut self, mut socket: TcpStream, tx: mpsc::Sender<String>) -> std::io::Result<()> {
        self.streams.insert(1, tx);
        pump(&mut socket).await?;
        self.streams.remove(&1);
        Ok(())
    }
}
