//! The token is a child of the one at hand.
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub struct Node {
    stop: CancellationToken,
    peers: Vec<String>,
    tasks: Vec<JoinHandle<()>>,
}

impl Node {
    pub fn new(stop: CancellationToken, peers: Vec<String>) -> Self {
        Self { stop, peers, tasks: Vec::new() }
    }

    pub fn start(&mut self) {
        for peer in self.peers.clone() {
            let token = self.stop.child_token();
            self.tasks.push(tokio::spawn(ping(peer, token)));
        }
    }

    pub async fn close(self) {
        self.stop.cancel();
        for task in self.tasks {
            task.await.ok();
        }
    }
}

async fn ping(peer: String, stop: CancellationToken) {
    loop {
        tokio::select! {
            _ = stop.cancelled() => break,
            _ = tokio::time::sleep(Duration::from_secs(1)) => println!("{peer}"),
        }
    }
}
