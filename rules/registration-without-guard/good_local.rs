//! A map that `main` makes without a type, and clones into each session, which looks at the outcome after the removal.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

type Peers = Arc<Mutex<HashMap<SocketAddr, mpsc::Sender<String>>>>;

async fn session(peers: Peers, mut stream: TcpStream, addr: SocketAddr) -> std::io::Result<()> {
    let (tx, mut rx) = mpsc::channel::<String>(16);
    peers.lock().unwrap().insert(addr, tx);
    let mut outcome = Ok(());
    while let (Ok(()), Some(line)) = (&outcome, rx.recv().await) {
        outcome = stream.write_all(line.as_bytes()).await;
    }
    peers.lock().unwrap().remove(&addr);
    outcome
}

/// The session is a block; what the map holds is known by what goes in.
async fn relay(listener: TcpListener) {
    let users = Arc::new(Mutex::new(HashMap::new()));
    let mut sessions: JoinSet<std::io::Result<()>> = JoinSet::new();
    loop {
        while sessions.try_join_next().is_some() {}
        let Ok((mut stream, addr)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let users = Arc::clone(&users);
        sessions.spawn(async move {
            let (tx, mut rx) = mpsc::channel::<String>(16);
            let mut online = users.lock().unwrap();
            online.insert(addr, tx);
            drop(online);
            let mut outcome = Ok(());
            while let (Ok(()), Some(line)) = (&outcome, rx.recv().await) {
                outcome = stream.write_all(line.as_bytes()).await;
            }
            users.lock().unwrap().remove(&addr);
            outcome
        });
    }
}

async fn serve(listener: TcpListener, peers: Peers) {
    let mut sessions = JoinSet::new();
    loop {
        while sessions.try_join_next().is_some() {}
        match listener.accept().await {
            Ok((stream, addr)) => {
                sessions.spawn(session(peers.clone(), stream, addr));
            }
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let peers = Arc::new(Mutex::new(HashMap::new()));
    tokio::join!(
        serve(TcpListener::bind("127.0.0.1:7000").await?, peers),
        relay(TcpListener::bind("127.0.0.1:7001").await?)
    );
    Ok(())
}
