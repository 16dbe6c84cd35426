//! The same with weak references, a stop message, an owner that aborts.

use std::sync::{Arc, Weak};
use tokio::sync::mpsc;

fn on(number: u32, tx: &mpsc::UnboundedSender<u32>) {
    if number > 0 {
        let _ = tx.send(number - 1);
    }
}

fn start() -> (mpsc::UnboundedSender<u32>, tokio::task::JoinHandle<()>) {
    let (tx, mut rx) = mpsc::unbounded_channel();
    let own = tx.downgrade();
    let task = tokio::spawn(async move {
        while let Some(number) = rx.recv().await {
            if let Some(own) = own.upgrade() {
                on(number, &own);
            }
        }
    });
    (tx, task)
}

struct Hub {
    events: mpsc::Sender<u32>,
    name: String,
}

impl Hub {
    fn new(name: String) -> (Arc<Self>, tokio::task::JoinHandle<()>) {
        let (events, queue) = mpsc::channel(8);
        let hub = Arc::new(Self { events, name });
        let task = tokio::spawn(Self::run(Arc::downgrade(&hub), queue));
        (hub, task)
    }

    async fn run(hub: Weak<Self>, mut queue: mpsc::Receiver<u32>) {
        while let Some(event) = queue.recv().await {
            if let Some(hub) = hub.upgrade() {
                println!("{}: {event}", hub.name);
            }
        }
    }

    async fn tell(&self, event: u32) {
        let _ = self.events.send(event).await;
    }
}

enum Message {
    Work(u32),
    Stop,
}

/// Ends at a message.
struct Actor {
    inbox: mpsc::Receiver<Message>,
    own: mpsc::Sender<Message>,
}

impl Actor {
    fn new() -> Self {
        let (own, inbox) = mpsc::channel(8);
        Self { inbox, own }
    }

    fn sender(&self) -> mpsc::Sender<Message> {
        self.own.clone()
    }

    async fn run(mut self) {
        while let Some(message) = self.inbox.recv().await {
            match message {
                Message::Work(number) => println!("{number}"),
                Message::Stop => break,
            }
        }
    }
}

/// The owner aborts the task.
struct Owner {
    task: tokio::task::JoinHandle<()>,
    tx: mpsc::UnboundedSender<u32>,
}

impl Owner {
    fn new() -> Self {
        let (tx, mut rx) = mpsc::unbounded_channel();
        let own = tx.clone();
        let task = tokio::spawn(async move {
            while let Some(number) = rx.recv().await {
                on(number, &own);
            }
        });
        Self { task, tx }
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        let _ = self.tx.send(0);
        self.task.abort();
    }
}

/// The sender goes out of its field before the loop.
struct Once {
    inbox: mpsc::Receiver<u32>,
    own: Option<mpsc::Sender<u32>>,
}

impl Once {
    fn new() -> Self {
        let (tx, inbox) = mpsc::channel(8);
        Self { inbox, own: Some(tx) }
    }

    async fn run(mut self) {
        let own = self.own.take();
        let task = tokio::spawn(async move {
            if let Some(own) = own {
                let _ = own.send(1).await;
            }
        });
        while let Some(number) = self.inbox.recv().await {
            println!("{number}");
        }
        let _ = task.await;
    }
}

#[tokio::main]
async fn main() {
    let (tx, task) = start();
    let _ = tx.send(2);
    drop(tx);
    task.await.unwrap();
    let (hub, task) = Hub::new("hub".to_owned());
    hub.tell(1).await;
    drop(hub);
    task.await.unwrap();
    let actor = Actor::new();
    let sender = actor.sender();
    let task = tokio::spawn(actor.run());
    let _ = sender.send(Message::Work(1)).await;
    let _ = sender.send(Message::Stop).await;
    task.await.unwrap();
    drop(Owner::new());
    Once::new().run().await;
}
