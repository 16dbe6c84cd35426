use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

pub struct Hub {
    sessions: Mutex<HashMap<u64, mpsc::Sender<String>>>, //~ registry-never-pruned
}

impl Hub {
    fn join(&self, id: u64, tx: mpsc::Sender<String>) {
        self.sessions.lock().unwrap().insert(id, tx);
    }

    pub fn count(&self) -> usize {
        self.sessions.lock().unwrap().len()
    }
}

pub async fn serve(listener: TcpListener, hub: Arc<Hub>) -> std::io::Result<()> {
    let mut next = 0;
    loop {
        let (socket, _) = listener.accept().await?;
        let (tx, rx) = mpsc::channel(16);
        next += 1;
        hub.join(next, tx);
        session(socket, rx).await;
    }
}

async fn session(_socket: TcpStream, mut rx: mpsc::Receiver<String>) {
    while let Some(line) = rx.recv().await {
        println!("{line}");
    }
}
