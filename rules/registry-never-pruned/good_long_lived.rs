//! A map of each connection, which ends with it, and one with a limit.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

struct Connection {
    streams: HashMap<u32, mpsc::Sender<u8>>,
    socket: TcpStream,
}

impl Connection {
    async fn run(mut self) {
        while let Ok(id) = self.socket.read_u32().await {
            let (tx, _rx) = mpsc::channel(1);
            self.streams.insert(id, tx);
        }
    }
}

pub async fn serve(listener: TcpListener) {
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        let Ok((socket, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        connections.spawn(Connection { streams: HashMap::new(), socket }.run());
    }
}

#[derive(Default)]
pub struct Members {
    all: Mutex<HashMap<u64, mpsc::Sender<u8>>>,
}

impl Members {
    pub fn add(&self, id: u64, member: mpsc::Sender<u8>) -> bool {
        let mut all = self.all.lock().unwrap();
        if all.len() >= 100 {
            return false;
        }
        all.insert(id, member);
        true
    }
}
