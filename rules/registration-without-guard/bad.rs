use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

type Peers = Arc<Mutex<HashMap<u64, mpsc::Sender<String>>>>;

pub struct Server {
    peers: Peers,
}

impl Server {
    pub async fn session(&self, id: u64, mut socket: TcpStream) -> std::io::Result<()> {
        let (tx, _rx) = mpsc::channel(16);
        self.peers.lock().unwrap().insert(id, tx); //~ registration-without-guard
        let mut line = [0; 64];
        while socket.read(&mut line).await? > 0 {
            println!("{line:?}");
        }
        self.peers.lock().unwrap().remove(&id);
        Ok(())
    }
}
