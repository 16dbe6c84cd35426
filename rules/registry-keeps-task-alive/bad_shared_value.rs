//! The sender is in a value that all users share; an error of the writer needs a message, and nobody sends one.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

pub struct Connection {
    pub addr: SocketAddr,
    frames: mpsc::Sender<Vec<u8>>,
}

impl Connection {
    pub fn new(addr: SocketAddr) -> (Self, mpsc::Receiver<Vec<u8>>) {
        let (frames, outgoing) = mpsc::channel(256);
        (Self { addr, frames }, outgoing)
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
    connections: Mutex<HashMap<SocketAddr, Arc<Connection>>>,
}

impl Upstreams {
    pub fn get(self: &Arc<Self>, addr: SocketAddr) -> Arc<Connection> {
        let mut connections = self.connections.lock().unwrap();
        if let Some(connection) = connections.get(&addr) {
            return connection.clone();
        }
        let (connection, outgoing) = Connection::new(addr);
        let connection = Arc::new(connection);
        connections.insert(addr, connection.clone()); //~ registry-keeps-task-alive

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
