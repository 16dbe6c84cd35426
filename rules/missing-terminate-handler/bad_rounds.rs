//! Buffers that are emptied in some rounds only, or left between filling and emptying.

use tokio::sync::mpsc::Receiver;

pub struct Worker {
    requests: Receiver<String>,
}

impl Worker {
    /// The arm hands on what it fills, but only when there is enough.
    pub async fn when_full(&mut self) {
        let mut batch = Vec::with_capacity(64);
        loop { //~ missing-terminate-handler
            match self.requests.recv().await {
                Some(next) => {
                    batch.push(next);
                    if batch.len() == 64 {
                        self.handle(&mut batch).await;
                    }
                }
                None => {
                    println!("no more requests");
                    break;
                }
            }
        }
    }

    /// Begins with nothing, fills the batch, and is left before the batch is handled.
    pub async fn left_between(&mut self) {
        let mut batch: Vec<String> = Vec::new();
        loop { //~ missing-terminate-handler
            batch.clear();
            let Some(first) = self.requests.recv().await else { break };
            batch.push(first);
            match self.requests.recv().await {
                Some(second) => batch.push(second),
                None => break,
            }
            self.handle(&mut batch).await;
        }
    }

    async fn handle(&mut self, batch: &mut Vec<String>) {
        for request in batch.drain(..) {
            println!("{request}");
        }
    }
}
