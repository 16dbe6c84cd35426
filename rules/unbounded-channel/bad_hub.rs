//! A hub keeps one unbounded outbox per client, and every message goes into all of them.

use std::collections::HashMap;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::net::tcp::OwnedWriteHalf;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::task::JoinSet;

#[derive(Default)]
struct Hub {
    clients: HashMap<u64, UnboundedSender<String>>,
    writers: JoinSet<()>,
}

impl Hub {
    fn join(&mut self, id: u64, socket: TcpStream) {
        let (_, write) = socket.into_split();
        let (outbox, rx) = mpsc::unbounded_channel(); //~ unbounded-channel
        self.writers.spawn(write_all(write, rx));
        self.clients.insert(id, outbox);
    }

    fn publish(&mut self, line: &str) {
        self.clients.retain(|_, outbox| outbox.send(line.to_owned()).is_ok());
    }

    async fn run(mut self, mut lines: mpsc::Receiver<String>) {
        while let Some(line) = lines.recv().await {
            self.publish(&line);
            while self.writers.try_join_next().is_some() {}
        }
        self.writers.shutdown().await;
    }
}

async fn write_all(mut write: OwnedWriteHalf, mut outbox: UnboundedReceiver<String>) {
    while let Some(line) = outbox.recv().await {
        if write.write_all(line.as_bytes()).await.is_err() {
            break;
        }
    }
}
