use std::collections::HashSet;
use tokio::sync::mpsc::Receiver;

struct Message {
    id: u64,
}

async fn run(mut rx: Receiver<Message>) {
    let mut seen = HashSet::new();
    while let Some(message) = rx.recv().await {
        if seen.insert(message.id) { //~ unbounded-buffer
            handle(message).await;
        }
    }
}

async fn handle(_: Message) {}
