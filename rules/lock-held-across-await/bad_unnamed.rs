//! A guard without a name lives to the end of the `match`, `if let`, `while let` or statement that it was taken in.

use std::collections::{HashMap, VecDeque};
use tokio::sync::{Mutex, mpsc};

pub struct Ports {
    open: Mutex<HashMap<u32, mpsc::Sender<String>>>,
    waiting: Mutex<VecDeque<String>>,
}

impl Ports {
    pub async fn tell(&self, port: u32, line: String) {
        if let Some(port) = self.open.lock().await.get(&port).cloned() { //~ lock-held-across-await
            port.send(line).await.ok();
        }
    }

    pub async fn pass_on(&self, to: &mpsc::Sender<String>) {
        while let Some(line) = self.waiting.lock().await.pop_front() { //~ lock-held-across-await
            to.send(line).await.ok();
        }
    }

    pub async fn count(&self, to: &mpsc::Sender<usize>) {
        to.send(self.open.lock().await.len()).await.ok(); //~ lock-held-across-await
    }

    pub async fn put(&self, port: u32, sender: mpsc::Sender<String>) {
        self.open.lock().await.insert(port, sender);
        self.waiting.lock().await.push_back(String::new());
    }
}
