//! Completion and shutdown signals over an unbounded channel carry no data.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::sleep;

async fn run(stop: mpsc::UnboundedSender<()>) {
    sleep(Duration::from_secs(1)).await;
    if stop.send(()).is_err() {
        println!("already stopped");
    }
}

async fn supervise() {
    let (stop, mut stopped) = mpsc::unbounded_channel();
    let mut tasks = JoinSet::new();
    tasks.spawn(run(stop.clone()));
    tasks.spawn(run(stop));
    if stopped.recv().await.is_some() {
        println!("stopping");
    }
    tasks.shutdown().await;
}
