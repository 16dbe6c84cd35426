//! The session takes its entry out of the map that it was given.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

type Sessions = Arc<Mutex<HashMap<u64, mpsc::Sender<String>>>>;

pub async fn serve(listener: TcpListener) {
    let sessions: Sessions = Arc::default();
    let mut next = 0;
    loop {
        let Ok((socket, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        next += 1;
        drop(tokio::spawn(session(sessions.clone(), next, socket)));
    }
}

async fn session(sessions: Sessions, id: u64, socket: TcpStream) {
    let (tx, mut rx) = mpsc::channel(16);
    sessions.lock().unwrap().insert(id, tx);
    while let Some(line) = rx.recv().await {
        println!("{line} {socket:?}");
    }
    sessions.lock().unwrap().remove(&id);
}

/// A map for one connection.
pub async fn relay(listener: TcpListener) {
    loop {
        let Ok((socket, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let streams: Arc<Mutex<HashMap<u64, mpsc::Sender<String>>>> = Arc::default();
        drop(tokio::spawn(open(streams.clone(), 1, socket)));
    }
}

async fn open(streams: Arc<Mutex<HashMap<u64, mpsc::Sender<String>>>>, id: u64, socket: TcpStream) {
    let (tx, mut rx) = mpsc::channel(16);
    streams.lock().unwrap().insert(id, tx);
    while let Some(line) = rx.recv().await {
        println!("{line} {socket:?}");
    }
}
