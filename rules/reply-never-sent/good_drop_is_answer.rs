//! Whoever asks has code of its own for the reply that never comes, and nothing went wrong.
use tokio::sync::{mpsc, oneshot};

pub enum Event {
    Started { name: String, go: oneshot::Sender<u32> },
    Find(u32, oneshot::Sender<u32>),
}

pub async fn dispatch(mut events: mpsc::Receiver<Event>, cancelled: bool) {
    while let Some(event) = events.recv().await {
        match event {
            Event::Started { name, go } => {
                if cancelled {
                    continue;
                }
                println!("{name} begins");
                let _ = go.send(1);
            }
            Event::Find(key, reply) => {
                let Some(found) = key.checked_mul(2) else { continue };
                let _ = reply.send(found);
            }
        }
    }
}

pub async fn unit(events: mpsc::Sender<Event>) -> Option<u32> {
    let (go, started) = oneshot::channel();
    let _ = events.send(Event::Started { name: "a".to_owned(), go }).await;
    match started.await {
        Ok(number) => Some(number + 1),
        // Dropped: this unit is not to start.
        Err(_) => None,
    }
}

pub async fn find(events: mpsc::Sender<Event>) -> Option<u32> {
    let (reply, found) = oneshot::channel();
    events.send(Event::Find(1, reply)).await.ok()?;
    found.await.ok()
}
