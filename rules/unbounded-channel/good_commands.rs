//! Commands: few, and each sent because somebody asked.

use std::collections::HashSet;
use tokio::sync::{mpsc, oneshot};

enum Command {
    Subscribe(String),
    List(oneshot::Sender<Vec<String>>),
    Stop,
}

#[derive(Clone)]
struct Handle {
    commands: mpsc::UnboundedSender<Command>,
}

impl Handle {
    fn subscribe(&self, topic: &str) -> bool {
        self.commands.send(Command::Subscribe(topic.to_owned())).is_ok()
    }

    async fn list(&self) -> Vec<String> {
        let (reply, answer) = oneshot::channel();
        if self.commands.send(Command::List(reply)).is_err() {
            return Vec::new();
        }
        answer.await.unwrap_or_default()
    }

    fn stop(&self) -> bool {
        self.commands.send(Command::Stop).is_ok()
    }
}

fn start() -> (Handle, tokio::task::JoinHandle<()>) {
    let (commands, mut rx) = mpsc::unbounded_channel();
    let task = tokio::spawn(async move {
        let mut topics = HashSet::new();
        while let Some(command) = rx.recv().await {
            match command {
                Command::Subscribe(topic) => {
                    topics.insert(topic);
                }
                Command::List(reply) => {
                    let _ = reply.send(topics.iter().cloned().collect());
                }
                Command::Stop => break,
            }
        }
    });
    (Handle { commands }, task)
}

async fn run() {
    let (handle, task) = start();
    handle.subscribe("news");
    println!("{:?} {}", handle.list().await, handle.stop());
    println!("{:?}", task.await);
}

async fn follow(handle: &Handle, mut topics: mpsc::Receiver<String>) {
    while let Some(topic) = topics.recv().await {
        handle.subscribe(&topic);
    }
    handle.stop();
}
