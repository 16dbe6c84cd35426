//! The task that receives keeps a sender: captured, or behind the `Arc` of its owner.

use std::sync::Arc;
use tokio::sync::mpsc;

fn on(number: u32, tx: &mpsc::UnboundedSender<u32>) {
    if number > 0 {
        let _ = tx.send(number - 1);
    }
}

fn start() -> (mpsc::UnboundedSender<u32>, tokio::task::JoinHandle<()>) {
    let (tx, mut rx) = mpsc::unbounded_channel();
    let own = tx.clone();
    let task = tokio::spawn(async move {
        while let Some(number) = rx.recv().await { //~ sender-kept-alive
            on(number, &own);
        }
    });
    (tx, task)
}

/// Sessions hold an `Arc` of it; when the last one goes, the task should end.
struct Hub {
    events: mpsc::Sender<u32>,
    name: String,
}

impl Hub {
    fn new(name: String) -> (Arc<Self>, tokio::task::JoinHandle<()>) {
        let (events, queue) = mpsc::channel(8);
        let hub = Arc::new(Self { events, name });
        let task = tokio::spawn(Self::run(hub.clone(), queue));
        (hub, task)
    }

    async fn run(self: Arc<Self>, mut queue: mpsc::Receiver<u32>) {
        while let Some(event) = queue.recv().await { //~ sender-kept-alive
            println!("{}: {event}", self.name);
        }
    }

    async fn tell(&self, event: u32) {
        let _ = self.events.send(event).await;
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
}
