//! Sessions of several servers, each with an entry in a map that it was given, and none that takes it out.

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
    loop { //~ missing-terminate-handler
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
}

type Peers = Arc<Mutex<HashMap<SocketAddr, mpsc::Sender<String>>>>;

pub async fn accepted(stream: TcpStream, from: SocketAddr, peers: Peers) {
    let Ok(mut socket) = tokio_tungstenite::accept_async(stream).await else { return };
    let (tx, _rx) = mpsc::channel(16);
    {
        let mut peers = peers.lock().await;
        peers.insert(from, tx);
    }
    while let Some(Ok(message)) = socket.next().await { //~ missing-terminate-handler
        println!("{message}");
    }
}

pub struct Hub {
    sessions: std::sync::Mutex<HashMap<u64, actix_ws::Session>>,
}

pub async fn upgraded(
    request: actix_web::HttpRequest,
    body: actix_web::web::Payload,
    hub: actix_web::web::Data<Hub>,
) -> Result<actix_web::HttpResponse, actix_web::Error> {
    let (response, session, mut stream) = actix_ws::handle(&request, body)?;
    let id = 7;
    actix_web::rt::spawn(async move {
        hub.sessions.lock().unwrap().insert(id, session.clone());
        while let Some(Ok(message)) = stream.next().await { //~ missing-terminate-handler
            println!("{message:?}");
        }
    });
    Ok(response)
}
