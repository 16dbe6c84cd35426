// Behind a lock, in a struct with a filter, and in a variable of the loop that publishes.
use std::sync::{Arc, Mutex};
use std::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::mpsc;

#[derive(Default)]
pub struct Bus {
    listeners: Mutex<Vec<Sender<u32>>>,
}

impl Bus {
    pub fn listen(&self) -> Receiver<u32> {
        let (tx, rx) = channel();
        self.listeners.lock().unwrap().push(tx);
        rx
    }

    pub fn tell(&self, n: u32) {
        let listeners = self.listeners.lock().unwrap();
        for listener in listeners.iter() {
            if listener.send(n).is_err() { //~ subscriber-list-never-pruned
                println!("a listener is gone");
            }
        }
    }
}

struct Watcher {
    prefix: String,
    tx: mpsc::Sender<String>,
}

#[derive(Default)]
pub struct Watchers {
    all: tokio::sync::RwLock<Vec<Watcher>>,
}

impl Watchers {
    pub async fn watch(&self, prefix: String, tx: mpsc::Sender<String>) {
        self.all.write().await.push(Watcher { prefix, tx });
    }

    pub async fn changed(&self, key: &str) {
        for watcher in self.all.read().await.iter().filter(|watcher| key.starts_with(&watcher.prefix)) {
            watcher.tx.send(key.to_owned()).await.ok(); //~ subscriber-list-never-pruned
        }
    }
}

pub async fn publish(mut events: mpsc::Receiver<u32>, mut new: mpsc::Receiver<mpsc::UnboundedSender<u32>>) {
    let mut subscribers = Vec::new();
    loop {
        tokio::select! {
            Some(subscriber) = new.recv() => subscribers.push(subscriber),
            event = events.recv() => {
                let Some(event) = event else { break };
                for subscriber in &subscribers {
                    let _ = subscriber.send(event); //~ subscriber-list-never-pruned
                }
            }
        }
    }
}

// Another function sends to the list that it is lent, and prunes it no more than anybody else.
#[derive(Clone, Default)]
pub struct Lender {
    watchers: Arc<Mutex<Vec<mpsc::Sender<u32>>>>,
}

impl Lender {
    pub fn watch(&self) -> mpsc::Receiver<u32> {
        let (tx, rx) = mpsc::channel(1);
        self.watchers.lock().unwrap().push(tx);
        rx
    }

    pub async fn run(&self, mut input: mpsc::Receiver<u32>) {
        let all = Arc::clone(&self.watchers);
        while let Some(n) = input.recv().await {
            Self::tell(&all, n).await;
        }
    }

    async fn tell(all: &Mutex<Vec<mpsc::Sender<u32>>>, n: u32) {
        let watchers = all.lock().unwrap().clone();
        for watcher in watchers.iter() {
            let _ = watcher.send(n).await; //~ subscriber-list-never-pruned
        }
    }
}
