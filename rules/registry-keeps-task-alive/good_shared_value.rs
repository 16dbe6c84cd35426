//! The map has a weak pointer; or a message goes to all, and who cannot take it leaves.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, Weak};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

pub struct Connection {
    frames: mpsc::Sender<Vec<u8>>,
}

impl Connection {
    pub fn new() -> (Self, mpsc::Receiver<Vec<u8>>) {
        let (frames, outgoing) = mpsc::channel(256);
        (Self { frames }, outgoing)
    }

    pub async fn send(&self, frame: Vec<u8>) -> bool {
        self.frames.send(frame).await.is_ok()
    }
}

async fn write(addr: SocketAddr, mut outgoing: mpsc::Receiver<Vec<u8>>) -> std::io::Result<()> {
    let mut socket = TcpStream::connect(addr).await?;
    while let Some(frame) = outgoing.recv().await {
        socket.write_all(&frame).await?;
    }
    socket.shutdown().await
}

#[derive(Default)]
pub struct Upstreams {
    connections: Mutex<HashMap<SocketAddr, Weak<Connection>>>,
}

impl Upstreams {
    pub fn get(self: &Arc<Self>, addr: SocketAddr) -> Arc<Connection> {
        let mut connections = self.connections.lock().unwrap();
        if let Some(connection) = connections.get(&addr).and_then(Weak::upgrade) {
            return connection;
        }
        let (connection, outgoing) = Connection::new();
        let connection = Arc::new(connection);
        connections.insert(addr, Arc::downgrade(&connection));

        let upstreams = self.clone();
        drop(tokio::spawn(async move {
            if let Err(error) = write(addr, outgoing).await {
                tracing::warn!(%addr, %error, "lost");
            }
            upstreams.connections.lock().unwrap().remove(&addr);
        }));
        connection
    }
}

#[derive(Default)]
pub struct Peers {
    all: Mutex<HashMap<SocketAddr, Arc<Connection>>>,
}

impl Peers {
    pub fn add(self: &Arc<Self>, addr: SocketAddr) {
        let (connection, outgoing) = Connection::new();
        self.all.lock().unwrap().insert(addr, Arc::new(connection));
        let peers = self.clone();
        drop(tokio::spawn(async move {
            if let Err(error) = write(addr, outgoing).await {
                tracing::warn!(%addr, %error, "lost");
            }
            peers.all.lock().unwrap().remove(&addr);
        }));
    }

    pub fn tell_all(&self, frame: &[u8]) {
        for connection in self.all.lock().unwrap().values() {
            let _ = connection.frames.try_send(frame.to_vec());
        }
    }
}
