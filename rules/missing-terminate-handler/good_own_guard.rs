//! The loop ends only because its entry was taken out: the map holds the guard of the token that ends it.
use dashmap::DashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};

#[derive(Default)]
pub struct Forwards {
    guards: Arc<DashMap<SocketAddr, DropGuard>>,
}

impl Forwards {
    pub async fn add(&self, at: SocketAddr) -> std::io::Result<tokio::task::JoinHandle<()>> {
        let listener = TcpListener::bind(at).await?;
        let cancel = CancellationToken::new();
        self.guards.insert(at, cancel.clone().drop_guard());
        Ok(tokio::spawn(async move {
            loop {
                tokio::select! {
                    _ = cancel.cancelled() => break,
                    accepted = listener.accept() => match accepted {
                        Ok((_socket, peer)) => println!("{peer}"),
                        Err(e) => println!("{e}"),
                    },
                }
            }
        }))
    }

    pub fn remove(&self, at: SocketAddr) {
        self.guards.remove(&at);
    }
}
