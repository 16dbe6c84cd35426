//! Their entries are taken out.

use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

pub struct Hub {
    sessions: papaya::HashMap<u64, mpsc::Sender<String>>,
    watchers: scc::HashMap<u64, mpsc::Sender<String>>,
}

impl Hub {
    pub fn join(&self, id: u64, tx: mpsc::Sender<String>) {
        self.sessions.pin().insert(id, tx);
    }

    pub async fn watch(&self, id: u64, tx: mpsc::Sender<String>) {
        let _ = self.watchers.insert_async(id, tx).await;
    }

    pub async fn leave(&self, id: u64) {
        self.sessions.pin().remove(&id);
        self.watchers.remove_async(&id).await;
    }
}

pub async fn serve(listener: TcpListener, hub: Arc<Hub>) -> std::io::Result<()> {
    let mut next = 0;
    loop {
        let (_socket, _) = listener.accept().await?;
        let (tx, _rx) = mpsc::channel(16);
        next += 1;
        hub.join(next, tx.clone());
        hub.watch(next, tx).await;
    }
}
