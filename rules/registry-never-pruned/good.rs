use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

pub struct Hub {
    sessions: Mutex<HashMap<u64, mpsc::Sender<String>>>,
}

pub struct Registration {
    hub: Arc<Hub>,
    id: u64,
}

impl Drop for Registration {
    fn drop(&mut self) {
        self.hub.sessions.lock().unwrap().remove(&self.id);
    }
}

impl Hub {
    fn join(self: &Arc<Self>, id: u64, tx: mpsc::Sender<String>) -> Registration {
        self.sessions.lock().unwrap().insert(id, tx);
        Registration { hub: self.clone(), id }
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
        let registration = hub.join(next, tx);
        session(socket, rx).await;
        drop(registration);
    }
}

async fn session(_socket: TcpStream, mut rx: mpsc::Receiver<String>) {
    while let Some(line) = rx.recv().await {
        println!("{line}");
    }
}
