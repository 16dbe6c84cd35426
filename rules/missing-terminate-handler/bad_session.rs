//! Sessions of web servers: what stands behind their loops is all that ends them.

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
}

async fn upgraded(mut socket: WebSocket, online: Online, id: u64) {
    online.names.lock().unwrap().insert(id, "guest".to_owned());
    while let Some(Ok(message)) = socket.recv().await { //~ missing-terminate-handler
        if let Message::Text(text) = message {
            println!("{text}");
        }
    }
}

async fn accepted(mut socket: WebSocketStream<TcpStream>, online: Online, id: u64) {
    online.names.lock().unwrap().insert(id, "guest".to_owned());
    loop { //~ missing-terminate-handler
        match socket.next().await {
            Some(Ok(message)) => println!("{message:?}"),
            Some(Err(_)) | None => break,
        }
    }
    println!("a session has ended");
}

fn banned(online: &Online, id: u64) {
    online.forget(id);
}
