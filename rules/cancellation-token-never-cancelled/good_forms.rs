//! Somebody cancels, or may: through a field, a clone, a guard, a caller outside, a callee that is not known.

use std::time::Duration;
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};

async fn wait(stop: CancellationToken) {
    stop.cancelled().await;
}

/// Its `close` cancels.
struct Server {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Server {
    fn new() -> Self {
        let stop = CancellationToken::new();
        let task = tokio::spawn(wait(stop.child_token()));
        Self { stop, task }
    }

    async fn close(self) {
        self.stop.cancel();
        let _ = self.task.await;
    }
}

/// Its drop cancels.
struct Guarded {
    _guard: DropGuard,
    task: JoinHandle<()>,
}

impl Guarded {
    fn new() -> Self {
        let stop = CancellationToken::new();
        let task = tokio::spawn(wait(stop.clone()));
        Self { _guard: stop.drop_guard(), task }
    }
}

/// Users of the crate cancel.
pub struct Open {
    pub stop: CancellationToken,
}

impl Open {
    pub fn new() -> Self {
        let stop = CancellationToken::new();
        drop(tokio::spawn(wait(stop.clone())));
        Self { stop }
    }
}

/// Another crate gets it.
fn elsewhere() -> JoinHandle<()> {
    let stop = CancellationToken::new();
    signal_handlers::install(stop.clone());
    tokio::spawn(wait(stop))
}

/// A helper cancels.
async fn helped() {
    let stop = CancellationToken::new();
    let task = tokio::spawn(wait(stop.clone()));
    stop_after(&stop, Duration::from_secs(1)).await;
    let _ = task.await;
}

async fn stop_after(token: &CancellationToken, time: Duration) {
    tokio::time::sleep(time).await;
    token.cancel();
}

/// Never: that is what it says.
async fn for_ever() {
    wait(CancellationToken::new()).await;
}

#[tokio::main]
async fn main() {
    let server = Server::new();
    let guarded = Guarded::new();
    let open = Open::new();
    open.stop.cancel();
    helped().await;
    server.close().await;
    let task = guarded.task;
    drop(guarded._guard);
    let _ = task.await;
    let _ = elsewhere().await;
    for_ever().await;
}
