//! The same sessions; each takes its entry out at the end, by itself or through a function that is given the map.

use futures::{SinkExt, StreamExt};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio::sync::{Mutex, RwLock, mpsc};
use warp::ws::{Message, WebSocket};

type Users = Arc<RwLock<HashMap<usize, mpsc::Sender<Message>>>>;

pub async fn connected(id: usize, socket: WebSocket, users: Users) {
    let (mut sink, mut stream) = socket.split();
    let (tx, mut rx) = mpsc::channel(16);
    users.write().await.insert(id, tx);
    loop {
        tokio::select! {
            Some(message) = rx.recv() => {
                if sink.send(message).await.is_err() {
                    break;
                }
            }
            message = stream.next() => {
                let Some(Ok(message)) = message else { break };
                for user in users.read().await.values() {
                    let _ = user.send(message.clone()).await;
                }
            }
        }
    }
    disconnected(id, &users).await;
}

async fn disconnected(id: usize, users: &Users) {
    users.write().await.remove(&id);
}

type Peers = Arc<Mutex<HashMap<SocketAddr, mpsc::Sender<String>>>>;

pub async fn accepted(stream: TcpStream, from: SocketAddr, peers: Peers) {
    let Ok(mut socket) = tokio_tungstenite::accept_async(stream).await else { return };
    let (tx, _rx) = mpsc::channel(16);
    {
        let mut peers = peers.lock().await;
        peers.insert(from, tx);
    }
    while let Some(Ok(message)) = socket.next().await {
        println!("{message}");
    }
    peers.lock().await.remove(&from);
}

/// A map of the function's own is gone with it.
pub async fn local(mut socket: WebSocket) {
    let seen: Arc<Mutex<HashMap<usize, String>>> = Arc::default();
    seen.lock().await.insert(1, String::new());
    while let Some(Ok(message)) = socket.next().await {
        println!("{message:?} {}", seen.lock().await.len());
    }
}
