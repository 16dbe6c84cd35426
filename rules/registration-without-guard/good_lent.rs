//! Who has put the entry in takes it out, whatever became of the session.

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
    let id = NEXT.fetch_add(1, Ordering::Relaxed);
    let (tx, rx) = mpsc::channel(32);
    users.write().await.insert(id, tx);
    // Nobody stays longer than an hour.
    if timeout(Duration::from_secs(3600), chat(id, ws, rx, &users)).await.is_err() {
        tracing::info!("session too long");
    }
    users.write().await.remove(&id);
}

async fn chat(id: usize, ws: WebSocket, mut rx: mpsc::Receiver<Message>, users: &Users) {
    let (mut sink, mut stream) = ws.split();
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
