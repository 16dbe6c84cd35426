use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

type Peers = Arc<Mutex<HashMap<u64, mpsc::Sender<String>>>>;

pub struct Server {
    peers: Peers,
}

struct Registration {
    peers: Peers,
    id: u64,
}

impl Drop for Registration {
    fn drop(&mut self) {
        self.peers.lock().unwrap().remove(&self.id);
    }
}

impl Server {
    pub async fn session(&self, id: u64, mut socket: TcpStream) -> std::io::Result<()> {
        let (tx, _rx) = mpsc::channel(16);
        self.peers.lock().unwrap().insert(id, tx);
        let _registration = Registration { peers: self.peers.clone(), id };
        let mut line = [0; 64];
        while socket.read(&mut line).await? > 0 {
            println!("{line:?}");
        }
        Ok(())
    }
}
