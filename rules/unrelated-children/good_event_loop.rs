//! A loop that waits for one of several events each round, and makes the waits anew in the next one: nobody is taken
//! down by another.

use async_lock::Mutex;

struct Event {
    count: Mutex<usize>,
    event: event_listener::Event,
}

impl Event {
    async fn was_told(&self) -> bool {
        let mut count = self.count.lock().await;
        let told = *count > 0;
        *count = 0;
        told
    }

    async fn listen(&self) {
        loop {
            let woken = self.event.listen();
            if !self.was_told().await {
                woken.await;
            } else {
                break;
            }
        }
    }
}

struct Producer {
    batch: Event,
}

impl Producer {
    async fn run(&self, end: tokio_util::sync::CancellationToken, flush: std::sync::Arc<Event>) {
        loop {
            tokio::select! {
                _ = end.cancelled() => break,
                _ = flush.listen() => self.send("flush").await,
                _ = self.batch.listen() => self.send("batch is full").await,
            }
        }
    }

    async fn send(&self, why: &str) {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        println!("sent: {why}");
    }
}
