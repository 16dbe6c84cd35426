//! A worker ends when its channel closes, and the sender is what its owner holds.

use tokio::sync::{mpsc, oneshot};

enum Command {
    Add(u64),
    Total(oneshot::Sender<u64>),
}

#[derive(Clone)]
struct Counter {
    commands: mpsc::Sender<Command>,
}

impl Counter {
    fn start() -> Self {
        let (commands, mut rx) = mpsc::channel(32);
        tokio::spawn(async move {
            let mut total = 0;
            while let Some(command) = rx.recv().await {
                match command {
                    Command::Add(n) => total += n,
                    Command::Total(reply) => {
                        let _ = reply.send(total);
                    }
                }
            }
        });
        Self { commands }
    }

    async fn add(&self, n: u64) -> bool {
        self.commands.send(Command::Add(n)).await.is_ok()
    }

    async fn total(&self) -> Option<u64> {
        let (reply, answer) = oneshot::channel();
        self.commands.send(Command::Total(reply)).await.ok()?;
        answer.await.ok()
    }
}

async fn forward(mut from: mpsc::Receiver<String>, to: mpsc::Sender<String>) {
    while let Some(line) = from.recv().await {
        if to.send(line).await.is_err() {
            break;
        }
    }
}

fn connect(from: mpsc::Receiver<String>, to: mpsc::Sender<String>) {
    tokio::spawn(forward(from, to));
}
