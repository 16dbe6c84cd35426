//! An endless loop is no leak while somebody can abort it.

use std::time::Duration;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{sleep, timeout};
use tokio_util::task::AbortOnDropHandle;

async fn tick() {
    loop {
        sleep(Duration::from_secs(1)).await;
        println!("tick");
    }
}

struct Ticker {
    task: JoinHandle<()>,
}

impl Ticker {
    fn start() -> Self {
        Self { task: tokio::spawn(tick()) }
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Service {
    _ticker: AbortOnDropHandle<()>,
}

fn service() -> Service {
    Service { _ticker: AbortOnDropHandle::new(tokio::spawn(tick())) }
}

async fn for_a_minute() {
    let mut tasks = JoinSet::new();
    tasks.spawn(tick());
    sleep(Duration::from_secs(60)).await;
    tasks.shutdown().await;
}

async fn aborted_here() {
    let ticker = tokio::spawn(tick());
    sleep(Duration::from_secs(1)).await;
    ticker.abort();
}

async fn awaited_for_ever() {
    if let Err(error) = tokio::spawn(tick()).await {
        println!("ticker panicked: {error}");
    }
}

async fn limited() {
    let handle = tokio::spawn(async {
        let _ = timeout(Duration::from_secs(5), tick()).await;
    });
    if let Err(error) = handle.await {
        println!("{error}");
    }
}
