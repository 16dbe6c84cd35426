use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

#[derive(Default)]
pub struct Hub {
    subscribers: Vec<UnboundedSender<String>>,
}

impl Hub {
    pub fn subscribe(&mut self) -> UnboundedReceiver<String> {
        let (tx, rx) = mpsc::unbounded_channel();
        self.subscribers.push(tx);
        rx
    }

    pub fn publish(&self, event: &str) {
        for subscriber in &self.subscribers {
            let _ = subscriber.send(event.to_owned()); //~ subscriber-list-never-pruned
        }
    }
}
