//! The task that is started after an entry is made lives as long as the entry should, and leaves it behind.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

#[derive(Clone, Default)]
struct Hub {
    outboxes: Arc<Mutex<HashMap<u64, mpsc::Sender<String>>>>,
}

impl Hub {
    fn join(&self, id: u64, stop: CancellationToken) -> JoinHandle<()> {
        let (outbox, mut lines) = mpsc::channel(8);
        self.outboxes.lock().unwrap().insert(id, outbox);
        tokio::spawn(async move {
            loop { //~ missing-terminate-handler
                tokio::select! {
                    () = stop.cancelled() => break,
                    line = lines.recv() => match line {
                        Some(line) => println!("{id}: {line}"),
                        None => break,
                    },
                }
            }
        })
    }

    /// What it receives from, it has from the call that makes the entry.
    async fn listen(&self, id: u64, stop: CancellationToken) {
        let mut lines = self.register(id);
        loop { //~ missing-terminate-handler
            tokio::select! {
                () = stop.cancelled() => break,
                line = lines.recv() => match line {
                    Some(line) => println!("{line}"),
                    None => break,
                },
            }
        }
    }

    fn register(&self, id: u64) -> mpsc::Receiver<String> {
        let (outbox, lines) = mpsc::channel(8);
        self.outboxes.lock().unwrap().insert(id, outbox);
        lines
    }

    fn kick(&self, id: u64) {
        self.outboxes.lock().unwrap().remove(&id);
    }
}
