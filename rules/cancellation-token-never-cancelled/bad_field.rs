//! The token in a field, the wait in another type, through a child and a clone.

use std::time::Duration;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

struct Server {
    stop: CancellationToken,
    tasks: Vec<JoinHandle<()>>,
}

struct Session {
    stop: CancellationToken,
    id: u32,
}

impl Session {
    async fn run(self) {
        while self.stop.run_until_cancelled(tokio::time::sleep(Duration::from_secs(1))).await.is_some() {
            println!("{}", self.id);
        }
        self.stop.cancelled().await;
    }
}

impl Server {
    fn new() -> Self {
        Self { stop: CancellationToken::new(), tasks: Vec::new() } //~ cancellation-token-never-cancelled
    }

    fn open(&mut self, id: u32) {
        let session = Session { stop: self.stop.child_token(), id };
        self.tasks.push(tokio::spawn(session.run()));
    }

    /// Waits for all, and tells nobody to stop.
    async fn close(self) {
        for task in self.tasks {
            let _ = task.await;
        }
    }
}

#[tokio::main]
async fn main() {
    let mut server = Server::new();
    server.open(1);
    server.close().await;
}
