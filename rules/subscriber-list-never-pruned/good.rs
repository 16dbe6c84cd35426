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

    pub fn publish(&mut self, event: &str) {
        self.subscribers.retain(|subscriber| subscriber.send(event.to_owned()).is_ok());
    }
}
