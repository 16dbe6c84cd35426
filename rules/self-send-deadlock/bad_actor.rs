// The sender is in a handle that the actor keeps of itself, and the send in a method of the handle.
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::sync::oneshot;

enum Command {
    Start(u64),
    Retry(u64),
    Count(oneshot::Sender<usize>),
    Report,
}

#[derive(Clone)]
pub struct Handle {
    mailbox: Sender<Command>,
}

impl Handle {
    pub async fn tell(&self, command: Command) {
        let _ = self.mailbox.send(command).await;
    }

    pub async fn count(&self) -> usize {
        let (reply, answer) = oneshot::channel();
        let _ = self.mailbox.send(Command::Count(reply)).await;
        answer.await.unwrap_or(0)
    }
}

struct Actor {
    mailbox: Receiver<Command>,
    this: Handle,
    running: Vec<u64>,
}

impl Actor {
    pub fn start() -> Handle {
        let (tx, rx) = mpsc::channel(8);
        let handle = Handle { mailbox: tx };
        let actor = Self::new(rx, handle.clone());
        tokio::spawn(actor.run());
        handle
    }

    fn new(mailbox: Receiver<Command>, this: Handle) -> Self {
        Self { mailbox, this, running: Vec::new() }
    }

    async fn run(mut self) {
        while let Some(command) = self.mailbox.recv().await {
            self.handle(command).await;
        }
    }

    async fn handle(&mut self, command: Command) {
        match command {
            Command::Start(id) => self.running.push(id),
            Command::Retry(id) => self.this.tell(Command::Start(id)).await, //~ self-send-deadlock
            Command::Count(reply) => {
                let _ = reply.send(self.running.len());
            }
            Command::Report => println!("{} running", self.this.count().await), //~ self-send-deadlock
        }
    }
}
