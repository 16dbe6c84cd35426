//! Subscriptions whose session is a stream: its client goes away, the stream is dropped, the sender stays.

use axum::extract::{Path, State};
use axum::response::sse::{Event, Sse};
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt};
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use tokio::sync::{RwLock, mpsc};
use tokio_stream::wrappers::{ReceiverStream, UnboundedReceiverStream};
use tonic::{Request, Response, Status};

/// gRPC: a second call takes the sender out.
pub struct Feed {
    watchers: Arc<Mutex<HashMap<String, mpsc::Sender<Result<u64, Status>>>>>,
}

#[tonic::async_trait]
impl feed_server::Feed for Feed {
    type WatchStream = BoxStream<'static, Result<u64, Status>>;

    async fn watch(&self, request: Request<String>) -> Result<Response<Self::WatchStream>, Status> { //~ missing-terminate-handler
        let (tx, rx) = mpsc::channel(16);
        self.watchers.lock().unwrap().insert(request.into_inner(), tx);
        let stream = ReceiverStream::new(rx);
        Ok(Response::new(Box::pin(stream)))
    }

    async fn unwatch(&self, request: Request<String>) -> Result<Response<()>, Status> {
        self.watchers.lock().unwrap().remove(&request.into_inner());
        Ok(Response::new(()))
    }
}

impl Feed {
    async fn publish(&self, value: u64) {
        let watchers: Vec<_> = self.watchers.lock().unwrap().values().cloned().collect();
        for watcher in watchers {
            let _ = watcher.send(Ok(value)).await;
        }
    }
}

/// GraphQL: the registry has a method that only a mutation calls.
#[derive(Default)]
struct Rooms {
    members: Mutex<HashMap<u64, mpsc::UnboundedSender<String>>>,
}

impl Rooms {
    fn enter(&self, id: u64) -> impl Stream<Item = String> + use<> {
        let (tx, rx) = mpsc::unbounded_channel();
        self.members.lock().unwrap().insert(id, tx);
        UnboundedReceiverStream::new(rx)
    }

    fn leave(&self, id: u64) {
        self.members.lock().unwrap().remove(&id);
    }
}

struct Subscriptions;

#[async_graphql::Subscription]
impl Subscriptions {
    async fn messages(&self, ctx: &async_graphql::Context<'_>, id: u64) -> impl Stream<Item = String> { //~ missing-terminate-handler
        ctx.data_unchecked::<Arc<Rooms>>().enter(id)
    }
}

struct Mutations;

#[async_graphql::Object]
impl Mutations {
    async fn leave(&self, ctx: &async_graphql::Context<'_>, id: u64) -> async_graphql::Result<bool> {
        ctx.data::<Arc<Rooms>>()?.leave(id);
        Ok(true)
    }
}

/// Server-sent events: nothing takes the sender out at all.
pub struct Hub {
    listeners: RwLock<HashMap<u64, mpsc::Sender<Event>>>,
}

pub async fn events( //~ missing-terminate-handler
    State(hub): State<Arc<Hub>>,
    Path(id): Path<u64>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let (tx, rx) = mpsc::channel(8);
    hub.listeners.write().await.insert(id, tx);
    Sse::new(ReceiverStream::new(rx).map(Ok))
}
