//! Pushes the counters to a collector, for networks where nobody can scrape.

use crate::counters::render;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::UdpSocket;
use tokio::task::JoinHandle;
use tokio::time::interval;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

/// A pusher that runs in the background.
#[derive(Debug)]
pub struct Pusher {
    target: SocketAddr,
    stop: CancellationToken,
    #[allow(dead_code)]
    task: JoinHandle<()>,
}

impl Pusher {
    /// Pushes to `target` until stopped.
    pub fn start(target: SocketAddr, stop: CancellationToken) -> Self {
        let task = tokio::spawn(push(target, stop.clone())); //~ unwatched-task
        Self { target, stop, task }
    }

    /// Stops pushing.
    pub fn stop(self) {
        info!(target = %self.target, "pusher stops");
        self.stop.cancel();
    }
}

async fn push(target: SocketAddr, stop: CancellationToken) {
    let socket = match UdpSocket::bind("0.0.0.0:0").await {
        Ok(socket) => socket,
        Err(error) => {
            warn!(%error, "no socket to push from");
            return;
        }
    };
    let mut tick = interval(Duration::from_secs(10));
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            _ = tick.tick() => {
                if let Err(error) = socket.send_to(render().as_bytes(), target).await {
                    warn!(%error, %target, "push failed");
                }
            }
        }
    }
}
