use tokio::sync::mpsc::{Receiver, Sender};
use tokio::time::{Duration, interval};

pub enum Command {
    Add(u64),
}

pub enum Event {
    Added(u64),
    Tick,
}

pub struct Engine {
    inbox: Receiver<Command>,
    events: Sender<Event>,
    sum: u64,
}

impl Engine {
    pub fn new(inbox: Receiver<Command>, events: Sender<Event>) -> Self {
        Self { inbox, events, sum: 0 }
    }

    pub async fn run(mut self) {
        let mut ticks = interval(Duration::from_secs(1));
        loop {
            tokio::select! {
                command = self.inbox.recv() => match command {
                    Some(command) => self.handle(command).await,
                    None => break,
                },
                _ = ticks.tick() => self.emit(Event::Tick).await,
            }
        }
    }

    async fn handle(&mut self, command: Command) {
        let Command::Add(n) = command;
        self.sum += n;
        self.emit(Event::Added(self.sum)).await;
    }

    async fn emit(&self, event: Event) {
        if self.events.send(event).await.is_err() {
            println!("nobody listens");
        }
    }
}
