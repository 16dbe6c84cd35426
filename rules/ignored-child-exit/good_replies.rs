//! The set only gathers answers that others give.

use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;

async fn collect(observers: &[mpsc::UnboundedSender<oneshot::Sender<()>>]) {
    let mut replies = JoinSet::new();
    for observer in observers {
        let (done, reply) = oneshot::channel();
        if observer.send(done).is_ok() {
            replies.spawn(reply);
        }
    }
    while replies.join_next().await.is_some() {}
}

pub async fn run(observers: Vec<mpsc::UnboundedSender<oneshot::Sender<()>>>) {
    let mut tick = tokio::time::interval(Duration::from_secs(10));
    loop {
        tick.tick().await;
        collect(&observers).await;
    }
}
