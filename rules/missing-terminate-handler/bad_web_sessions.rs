//! Sessions that poem and salvo call with a socket, and subscriptions that jsonrpsee calls: each enters itself, and
//! what stands behind its loop does not take it out.

use futures_util::{SinkExt, StreamExt};
use poem::web::websocket::{Message, WebSocket};
use poem::web::{Data, Path};
use salvo::websocket::WebSocketUpgrade;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};
use tokio::sync::{RwLock, mpsc};

#[derive(Clone, Default)]
pub struct Lobby {
    players: Arc<Mutex<HashMap<String, mpsc::Sender<String>>>>,
}

impl Lobby {
    pub fn banish(&self, name: &str) {
        self.players.lock().unwrap().remove(name);
    }
}

#[poem::handler]
pub fn join(Path(name): Path<String>, ws: WebSocket, lobby: Data<&Lobby>) -> impl poem::IntoResponse {
    let lobby = lobby.0.clone();
    ws.on_upgrade(move |socket| async move {
        let (mut sink, mut stream) = socket.split();
        let (tx, mut rx) = mpsc::channel(8);
        lobby.players.lock().unwrap().insert(name.clone(), tx);
        loop { //~ missing-terminate-handler
            tokio::select! {
                Some(line) = rx.recv() => {
                    if sink.send(Message::Text(line)).await.is_err() {
                        break;
                    }
                }
                message = stream.next() => {
                    let Some(Ok(message)) = message else { break };
                    println!("{name}: {message:?}");
                }
            }
        }
    })
}

static ONLINE: LazyLock<RwLock<HashMap<usize, mpsc::Sender<String>>>> = LazyLock::new(RwLock::default);

pub async fn kick(id: usize) {
    ONLINE.write().await.remove(&id);
}

#[salvo::handler]
pub async fn connect(
    id: usize,
    request: &mut salvo::Request,
    response: &mut salvo::Response,
) -> Result<(), salvo::http::StatusError> {
    let serve = move |mut socket: salvo::websocket::WebSocket| async move {
        let (tx, _rx) = mpsc::channel(8);
        ONLINE.write().await.insert(id, tx);
        while let Some(Ok(message)) = socket.recv().await { //~ missing-terminate-handler
            println!("{message:?}");
        }
    };
    WebSocketUpgrade::new().upgrade(request, response, serve).await
}

pub struct Bus {
    listeners: Mutex<HashMap<String, mpsc::Sender<String>>>,
}

impl Bus {
    pub fn mute(&self, topic: &str) {
        self.listeners.lock().unwrap().remove(topic);
    }
}

pub struct Events {
    bus: Arc<Bus>,
}

impl Events {
    pub async fn subscribe(
        &self,
        pending: jsonrpsee::PendingSubscriptionSink,
        topic: String,
    ) -> jsonrpsee::core::SubscriptionResult {
        let sink = pending.accept().await?;
        let (tx, mut rx) = mpsc::channel(16);
        self.bus.listeners.lock().unwrap().insert(topic, tx);
        loop { //~ missing-terminate-handler
            tokio::select! {
                () = sink.closed() => break,
                event = rx.recv() => {
                    let Some(event) = event else { break };
                    if sink.send(event).await.is_err() {
                        break;
                    }
                }
            }
        }
        Ok(())
    }
}

pub fn module(bus: Arc<Bus>) -> jsonrpsee::RpcModule<Arc<Bus>> {
    let mut module = jsonrpsee::RpcModule::new(bus);
    let _ = module.register_subscription("listen", "event", "unlisten", |params, pending, bus, _| async move {
        let topic: String = params.one()?;
        let sink = pending.accept().await?;
        let (tx, mut rx) = mpsc::channel(16);
        bus.listeners.lock().unwrap().insert(topic, tx);
        loop { //~ missing-terminate-handler
            tokio::select! {
                () = sink.closed() => return Ok(()),
                Some(event) = rx.recv() => sink.send(event).await?,
            }
        }
    });
    module
}
