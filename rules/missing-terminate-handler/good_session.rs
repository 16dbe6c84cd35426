//! Sessions of web servers that give back what they took on.

use axum::extract::ws::{Message, WebSocket};
use futures::StreamExt;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;

#[derive(Clone, Default)]
struct Online {
    names: Arc<Mutex<HashMap<u64, String>>>,
}

impl Online {
    fn forget(&self, id: u64) {
        self.names.lock().unwrap().remove(&id);
    }

    fn enter(&self, id: u64) -> Entry {
        self.names.lock().unwrap().insert(id, "guest".to_owned());
        Entry { online: self.clone(), id }
    }
}

/// Leaves when it is dropped.
struct Entry {
    online: Online,
    id: u64,
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.online.forget(self.id);
    }
}

async fn upgraded(mut socket: WebSocket, online: Online, id: u64) {
    online.names.lock().unwrap().insert(id, "guest".to_owned());
    while let Some(Ok(message)) = socket.recv().await {
        if let Message::Text(text) = message {
            println!("{text}");
        }
    }
    online.forget(id);
}

async fn accepted(mut socket: WebSocketStream<TcpStream>, online: Online, id: u64) {
    let _entry = online.enter(id);
    loop {
        match socket.next().await {
            Some(Ok(message)) => println!("{message:?}"),
            Some(Err(_)) | None => break,
        }
    }
    println!("a session has ended");
}

/// The caller takes it out, whatever happened.
async fn serve(socket: WebSocket, online: Online, id: u64) {
    echo(socket, &online, id).await;
    online.forget(id);
}

async fn echo(mut socket: WebSocket, online: &Online, id: u64) {
    online.names.lock().unwrap().insert(id, "guest".to_owned());
    while let Some(Ok(message)) = socket.recv().await {
        println!("{message:?}");
    }
}
