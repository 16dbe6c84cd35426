use std::collections::{HashSet, VecDeque};
use tokio::sync::mpsc::Receiver;

struct Message {
    id: u64,
}

async fn run(mut rx: Receiver<Message>) {
    let mut seen = HashSet::new();
    let mut order = VecDeque::new();
    while let Some(message) = rx.recv().await {
        if seen.insert(message.id) {
            order.push_back(message.id);
            handle(message).await;
        }
        if order.len() > 10_000
            && let Some(oldest) = order.pop_front()
        {
            seen.remove(&oldest);
        }
    }
}

async fn handle(_: Message) {}
