//! The reader clears the map when the connection is over; a request that times out stays until then.

use dashmap::DashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::tcp::OwnedReadHalf;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

type Pending = Arc<DashMap<u32, oneshot::Sender<u32>>>;

pub struct Client {
    pending: Pending,
    outgoing: mpsc::Sender<u32>,
}

impl Client {
    pub async fn ask(&self, id: u32) -> Option<u32> {
        let (answer, answered) = oneshot::channel();
        self.pending.insert(id, answer); //~ registry-partly-pruned
        self.outgoing.send(id).await.ok()?;
        timeout(Duration::from_secs(5), answered).await.ok()?.ok()
    }
}

pub async fn read(mut socket: OwnedReadHalf, pending: Pending) {
    while let Ok(id) = socket.read_u32().await {
        if let Some((_, answer)) = pending.remove(&id) {
            let _ = answer.send(id);
        }
    }
    pending.clear();
}

pub fn start(socket: OwnedReadHalf, outgoing: mpsc::Sender<u32>) -> (Client, tokio::task::JoinHandle<()>) {
    let pending = Pending::default();
    let reader = tokio::spawn(read(socket, pending.clone()));
    (Client { pending, outgoing }, reader)
}
