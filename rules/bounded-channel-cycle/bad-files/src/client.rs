use crate::engine::{Command, Event};
use tokio::sync::mpsc::{Receiver, Sender};

#[derive(Clone)]
pub struct Client {
    commands: Sender<Command>,
}

impl Client {
    pub fn new(commands: Sender<Command>) -> Self {
        Self { commands }
    }

    pub async fn add(&self, n: u64) {
        let _ = self.commands.send(Command::Add(n)).await;
    }

    pub async fn follow(self, mut events: Receiver<Event>) {
        while let Some(event) = events.recv().await {
            match event {
                Event::Added(sum) if sum < 100 => self.add(sum).await,
                Event::Added(_) | Event::Tick => {}
            }
        }
    }
}
