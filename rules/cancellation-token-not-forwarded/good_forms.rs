//! A token of its own that somebody can cancel, or no token at hand.

use tokio_util::sync::CancellationToken;

async fn watch(stop: CancellationToken) {
    stop.cancelled().await;
}

/// Stops the watcher after everything else: two steps on purpose.
async fn in_two_steps(stop: CancellationToken) {
    let later = CancellationToken::new();
    let watcher = tokio::spawn(watch(later.clone()));
    stop.cancelled().await;
    println!("flushed");
    later.cancel();
    watcher.await.unwrap();
}

/// The type that gets it can cancel it.
struct Job {
    stop: CancellationToken,
}

impl Job {
    fn new(stop: CancellationToken) -> Self {
        Self { stop }
    }

    async fn run(&self) {
        self.stop.cancelled().await;
    }

    fn abandon(&self) {
        self.stop.cancel();
    }
}

async fn with_job(stop: CancellationToken) {
    let job = Job::new(CancellationToken::new());
    tokio::select! {
        _ = job.run() => {}
        _ = stop.cancelled() => job.abandon(),
    }
}

/// Nothing at hand.
async fn alone() {
    watch(CancellationToken::new()).await;
}

#[tokio::main]
async fn main() {
    let stop = CancellationToken::new();
    let one = tokio::spawn(in_two_steps(stop.clone()));
    let other = tokio::spawn(with_job(stop.clone()));
    stop.cancel();
    one.await.unwrap();
    other.await.unwrap();
    alone().await;
}
