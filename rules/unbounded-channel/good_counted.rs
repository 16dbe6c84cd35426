//! Limits that code keeps itself, and a channel that nobody receives from.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;

pub struct Outbox {
    waiting: Arc<AtomicUsize>,
    most: usize,
    sender: tokio::sync::mpsc::UnboundedSender<String>,
}

pub struct Writer {
    waiting: Arc<AtomicUsize>,
    receiver: tokio::sync::mpsc::UnboundedReceiver<String>,
}

pub fn outbox(most: usize) -> (Outbox, Writer) {
    let (sender, receiver) = tokio::sync::mpsc::unbounded_channel();
    let waiting = Arc::new(AtomicUsize::new(0));
    (Outbox { waiting: waiting.clone(), most, sender }, Writer { waiting, receiver })
}

impl Outbox {
    fn push(&self, line: String) -> Result<(), String> {
        if self.waiting.load(Ordering::Relaxed) >= self.most {
            return Err(line);
        }
        self.waiting.fetch_add(1, Ordering::Relaxed);
        self.sender.send(line).map_err(|error| error.0)
    }

    pub async fn read(&self, socket: TcpStream) {
        let mut lines = BufReader::new(socket).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            if self.push(line).is_err() {
                break;
            }
        }
    }
}

impl Writer {
    pub async fn write(mut self) {
        while let Some(line) = self.receiver.recv().await {
            println!("{line}");
            self.waiting.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

/// The channel says how many wait.
pub async fn by_length(mut source: tokio::sync::mpsc::Receiver<String>) {
    let (sender, receiver) = flume::unbounded();
    let writer = tokio::spawn(async move {
        while let Ok(line) = receiver.recv_async().await {
            println!("{line}");
        }
    });
    while let Some(line) = source.recv().await {
        if sender.len() < 1_000 {
            let _ = sender.send(line);
        }
    }
    drop(sender);
    let _ = writer.await;
}

/// The receiver is dropped as soon as it is made.
pub async fn nobody(mut source: tokio::sync::mpsc::Receiver<String>) {
    let (sender, _) = tokio::sync::mpsc::unbounded_channel();
    while let Some(line) = source.recv().await {
        let _ = sender.send(line);
    }
}
