//! `bail!` leaves as `return Err(…)` does.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

pub struct Hub {
    peers: Mutex<HashMap<u64, mpsc::Sender<u8>>>,
}

async fn session(hub: Arc<Hub>, id: u64, mut stream: TcpStream) -> anyhow::Result<()> {
    let (peer, mut words) = mpsc::channel(4);
    hub.peers.lock().unwrap().insert(id, peer); //~ registration-without-guard
    while let Some(word) = words.recv().await {
        if stream.write_all(&[word]).await.is_err() {
            anyhow::bail!("peer {id} is gone");
        }
    }
    hub.peers.lock().unwrap().remove(&id);
    Ok(())
}

pub async fn serve(hub: Arc<Hub>, listener: TcpListener) -> std::io::Result<()> {
    let mut sessions = JoinSet::new();
    let mut id = 0;
    loop {
        while sessions.try_join_next().is_some() {}
        let (stream, _) = listener.accept().await?;
        id += 1;
        sessions.spawn(session(hub.clone(), id, stream));
    }
}
