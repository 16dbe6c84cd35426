//! A drain that takes what is there and waits for nothing.

use futures::FutureExt;
use tokio::sync::mpsc::{Receiver, Sender};

pub struct Leader {
    events: Receiver<u32>,
    sender: Sender<u32>,
}

impl Leader {
    pub fn stop(mut self) -> Sender<u32> {
        self.events.close();
        while let Some(Some(event)) = self.events.recv().now_or_never() {
            println!("{event}");
        }
        self.sender
    }
}
