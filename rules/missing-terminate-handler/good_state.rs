//! A map or list that messages ask about is state, not something waiting to be written.

use std::collections::{HashMap, VecDeque};
use tokio::sync::{mpsc, oneshot};

enum Command {
    Set(String, u64),
    Get(String, oneshot::Sender<Option<u64>>),
    Latest(oneshot::Sender<Vec<u64>>),
}

async fn store(mut commands: mpsc::Receiver<Command>) {
    let mut values = HashMap::new();
    let mut latest = VecDeque::new();
    while let Some(command) = commands.recv().await {
        match command {
            Command::Set(key, value) => {
                values.insert(key, value);
                latest.push_back(value);
                if latest.len() > 16 {
                    latest.pop_front();
                }
            }
            Command::Get(key, reply) => {
                let _ = reply.send(values.get(&key).copied());
            }
            Command::Latest(reply) => {
                let _ = reply.send(latest.iter().copied().collect());
            }
        }
    }
}
