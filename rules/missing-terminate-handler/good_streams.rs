//! Subscriptions whose session is a stream, and whose senders go when their clients have gone.

use axum::extract::{Path, State};
use axum::response::sse::{Event, Sse};
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt};
use std::collections::HashMap;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use tokio::sync::{RwLock, mpsc};
use tokio_stream::wrappers::{ReceiverStream, UnboundedReceiverStream};
use tonic::{Request, Response, Status};

/// Whoever publishes takes out those that are gone.
pub struct Feed {
    watchers: Arc<Mutex<HashMap<String, mpsc::Sender<Result<u64, Status>>>>>,
    alarms: Arc<Mutex<HashMap<String, mpsc::Sender<Result<u64, Status>>>>>,
}

#[tonic::async_trait]
impl feed_server::Feed for Feed {
    type WatchStream = BoxStream<'static, Result<u64, Status>>;
    type AlarmStream = BoxStream<'static, Result<u64, Status>>;

    async fn watch(&self, request: Request<String>) -> Result<Response<Self::WatchStream>, Status> {
        let (tx, rx) = mpsc::channel(16);
        self.watchers.lock().unwrap().insert(request.into_inner(), tx);
        Ok(Response::new(Box::pin(ReceiverStream::new(rx))))
    }

    async fn publish(&self, request: Request<u64>) -> Result<Response<()>, Status> {
        let value = request.into_inner();
        let watchers = self.watchers.lock().unwrap().clone();
        for (name, watcher) in watchers {
            if watcher.send(Ok(value)).await.is_err() {
                self.watchers.lock().unwrap().remove(&name);
            }
        }
        Ok(Response::new(()))
    }

    /// A task waits for the end of the stream.
    async fn alarm(&self, request: Request<String>) -> Result<Response<Self::AlarmStream>, Status> {
        let (tx, rx) = mpsc::channel(16);
        let name = request.into_inner();
        self.alarms.lock().unwrap().insert(name.clone(), tx.clone());
        let alarms = self.alarms.clone();
        let _watching = tokio::spawn(async move {
            tx.closed().await;
            alarms.lock().unwrap().remove(&name);
        });
        Ok(Response::new(Box::pin(ReceiverStream::new(rx))))
    }

    async fn unalarm(&self, request: Request<String>) -> Result<Response<()>, Status> {
        self.alarms.lock().unwrap().remove(&request.into_inner());
        Ok(Response::new(()))
    }
}

/// The stream itself takes its sender out.
#[derive(Default)]
struct Rooms {
    members: Mutex<HashMap<u64, mpsc::UnboundedSender<String>>>,
}

struct Visit {
    rooms: Arc<Rooms>,
    id: u64,
    lines: UnboundedReceiverStream<String>,
}

impl Stream for Visit {
    type Item = String;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<String>> {
        self.lines.poll_next_unpin(cx)
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        self.rooms.members.lock().unwrap().remove(&self.id);
    }
}

struct Subscriptions;

#[async_graphql::Subscription]
impl Subscriptions {
    async fn messages(&self, ctx: &async_graphql::Context<'_>, id: u64) -> impl Stream<Item = String> {
        let rooms = ctx.data_unchecked::<Arc<Rooms>>().clone();
        let (tx, rx) = mpsc::unbounded_channel();
        rooms.members.lock().unwrap().insert(id, tx);
        Visit { rooms, id, lines: UnboundedReceiverStream::new(rx) }
    }
}

/// Swept from time to time.
pub struct Hub {
    listeners: RwLock<HashMap<u64, mpsc::Sender<Event>>>,
    answers: RwLock<HashMap<u64, mpsc::Sender<Event>>>,
}

pub async fn events(
    State(hub): State<Arc<Hub>>,
    Path(id): Path<u64>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let (tx, rx) = mpsc::channel(8);
    hub.listeners.write().await.insert(id, tx);
    Sse::new(ReceiverStream::new(rx).map(Ok))
}

pub async fn sweep(hub: Arc<Hub>) {
    loop {
        tokio::time::sleep(std::time::Duration::from_secs(60)).await;
        hub.listeners.write().await.retain(|_, listener| !listener.is_closed());
    }
}

/// The receiver stays here: the request waits for what comes, and then takes the sender out.
pub async fn ask(State(hub): State<Arc<Hub>>, Path(id): Path<u64>) -> String {
    let (tx, mut rx) = mpsc::channel(1);
    hub.answers.write().await.insert(id, tx);
    let answer = rx.recv().await;
    hub.answers.write().await.remove(&id);
    format!("{answer:?}")
}
