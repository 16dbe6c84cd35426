//! One arm has nothing to start, and says so with a task that does nothing.

use std::sync::Arc;
use tokio::task::JoinHandle;

struct Consumer;

impl Consumer {
    async fn lost(&self) {
        println!("lost");
    }
}

async fn on_event(consumer: Arc<Consumer>, lost: bool) {
    let done: JoinHandle<()> = if lost { tokio::spawn(async move { consumer.lost().await }) } else { none() };
    let _ = done.await;
}

fn none() -> JoinHandle<()> {
    tokio::spawn(async {})
}

fn wake() {
    tokio::spawn(async move {});
}
