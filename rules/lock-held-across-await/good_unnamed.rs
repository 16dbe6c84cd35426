//! What is taken out has a name of its own, and the guard is gone before the wait.

use std::collections::{HashMap, VecDeque};
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinHandle;

pub struct Ports {
    open: Mutex<HashMap<u32, mpsc::Sender<String>>>,
    waiting: Mutex<VecDeque<String>>,
    tasks: Mutex<HashMap<u32, JoinHandle<()>>>,
}

impl Ports {
    pub async fn tell(&self, port: u32, line: String) {
        let port = self.open.lock().await.get(&port).cloned();
        if let Some(port) = port {
            port.send(line).await.ok();
        }
    }

    pub async fn pass_on(&self, to: &mpsc::Sender<String>) {
        loop {
            let line = self.waiting.lock().await.pop_front();
            let Some(line) = line else { break };
            to.send(line).await.ok();
        }
    }

    pub async fn count(&self, to: &mpsc::Sender<usize>) {
        let open = self.open.lock().await.len();
        to.send(open).await.ok();
    }

    pub async fn put(&self, port: u32, sender: mpsc::Sender<String>, task: JoinHandle<()>) {
        self.open.lock().await.insert(port, sender);
        self.waiting.lock().await.push_back(String::new());
        self.tasks.lock().await.insert(port, task);
    }

    /// Those have ended: that they are awaited takes no time.
    pub async fn reap(&self) {
        let mut ended = Vec::new();
        for (port, task) in self.tasks.lock().await.iter() {
            if task.is_finished() {
                ended.push(*port);
            }
        }
        for port in ended {
            if let Some(task) = self.tasks.lock().await.remove(&port) {
                task.await.ok();
            }
        }
    }
}
