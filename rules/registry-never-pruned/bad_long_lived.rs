//! One map for all connections, and one without a limit.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

struct Hub {
    streams: Mutex<HashMap<u32, mpsc::Sender<u8>>>, //~ registry-never-pruned
}

struct Connection {
    hub: Arc<Hub>,
    socket: TcpStream,
}

impl Connection {
    async fn run(mut self) {
        while let Ok(id) = self.socket.read_u32().await {
            let (tx, _rx) = mpsc::channel(1);
            self.hub.streams.lock().unwrap().insert(id, tx);
        }
    }
}

pub async fn serve(listener: TcpListener) {
    let hub = Arc::new(Hub { streams: Mutex::default() });
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        let Ok((socket, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        connections.spawn(Connection { hub: hub.clone(), socket }.run());
    }
}

#[derive(Default)]
pub struct Members {
    all: Mutex<HashMap<u64, mpsc::Sender<u8>>>, //~ registry-never-pruned
}

impl Members {
    pub fn add(&self, id: u64, member: mpsc::Sender<u8>) -> bool {
        let mut all = self.all.lock().unwrap();
        if all.len() >= 100 {
            println!("that is a lot");
        }
        all.insert(id, member);
        true
    }
}
