//! A framework hands the map over with each connection.

use futures_util::{SinkExt, StreamExt};
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, RwLock};
use tokio::time::timeout;
use warp::ws::{Message, WebSocket};
use warp::Filter;

type Users = Arc<RwLock<HashMap<usize, mpsc::Sender<Message>>>>;

static NEXT: AtomicUsize = AtomicUsize::new(1);

async fn connected(ws: WebSocket, users: Users) {
    // Nobody stays longer than an hour.
    if timeout(Duration::from_secs(3600), chat(ws, users)).await.is_err() {
        tracing::info!("session too long");
    }
}

async fn chat(ws: WebSocket, users: Users) {
    let id = NEXT.fetch_add(1, Ordering::Relaxed);
    let (mut sink, mut stream) = ws.split();
    let (tx, mut rx) = mpsc::channel(32);
    users.write().await.insert(id, tx); //~ registration-without-guard
    loop {
        tokio::select! {
            Some(message) = rx.recv() => {
                if sink.send(message).await.is_err() {
                    break;
                }
            }
            message = stream.next() => {
                let Some(Ok(message)) = message else { break };
                for (other, tx) in users.read().await.iter() {
                    if *other != id {
                        let _ = tx.try_send(message.clone());
                    }
                }
            }
        }
    }
    users.write().await.remove(&id);
}

#[tokio::main]
async fn main() {
    let users = Users::default();
    let with_users = warp::any().map(move || users.clone());
    let chat = warp::path("chat").and(warp::ws()).and(with_users).map(|ws: warp::ws::Ws, users| {
        ws.on_upgrade(move |socket| connected(socket, users))
    });
    warp::serve(chat).run(([127, 0, 0, 1], 3030)).await;
}
