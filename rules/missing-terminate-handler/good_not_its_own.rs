//! Entries that are made in front of a loop, and are not there for it: of a cache, of a handler, of whoever asks.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::{broadcast, mpsc};

#[derive(Clone)]
struct Client {
    name: String,
}

#[derive(Clone, Default)]
struct Clients {
    known: Arc<Mutex<HashMap<String, Client>>>,
}

impl Clients {
    /// Made once for each name, and kept for the next who asks.
    fn client(&self, name: &str) -> Client {
        let mut known = self.known.lock().unwrap();
        if let Some(client) = known.get(name) {
            return client.clone();
        }
        let client = Client { name: name.to_owned() };
        known.insert(name.to_owned(), client.clone());
        client
    }
}

async fn read(clients: Clients, name: String, mut records: mpsc::Receiver<String>) {
    let client = clients.client(&name);
    while let Some(record) = records.recv().await {
        println!("{}: {record}", client.name);
    }
}

#[derive(Clone, Default)]
struct Sessions {
    open: Arc<Mutex<HashMap<u64, String>>>,
}

impl Sessions {
    fn enter(&self, id: u64) {
        self.open.lock().unwrap().insert(id, "open".to_owned());
    }

    fn leave(&self, id: u64) {
        self.open.lock().unwrap().remove(&id);
    }
}

/// The handler runs once for each request.
async fn serve(sessions: Sessions, mut stopped: mpsc::Receiver<()>, on: impl Fn(Box<dyn Fn(u64)>)) {
    on(Box::new(move |id| sessions.enter(id)));
    while stopped.recv().await.is_some() {
        println!("a part has stopped");
    }
}

#[derive(Default)]
struct Topics {
    names: Arc<Mutex<HashMap<u64, String>>>,
}

impl Topics {
    /// The task hears of all topics, and lives as long as their events do.
    fn listen(&self, topic: u64, name: String, mut events: broadcast::Receiver<u64>) -> tokio::task::JoinHandle<()> {
        self.names.lock().unwrap().insert(topic, name);
        let names = self.names.clone();
        tokio::spawn(async move {
            loop {
                match events.recv().await {
                    Ok(topic) => println!("{:?}", names.lock().unwrap().get(&topic)),
                    Err(broadcast::error::RecvError::Lagged(_)) => continue,
                    Err(broadcast::error::RecvError::Closed) => break,
                }
            }
        })
    }
}

#[derive(Clone, Default)]
struct Hub {
    outboxes: Arc<Mutex<HashMap<u64, mpsc::Sender<String>>>>,
}

/// The entry is what keeps the loop alive: when the loop ends, the entry has gone.
impl Hub {
    fn join(&self, id: u64) -> tokio::task::JoinHandle<()> {
        let (outbox, mut lines) = mpsc::channel(8);
        self.outboxes.lock().unwrap().insert(id, outbox);
        tokio::spawn(async move {
            while let Some(line) = lines.recv().await {
                println!("{id}: {line}");
            }
        })
    }

    async fn listen(&self, id: u64) {
        let mut lines = self.register(id);
        while let Some(line) = lines.recv().await {
            println!("{line}");
        }
    }

    fn register(&self, id: u64) -> mpsc::Receiver<String> {
        let (outbox, lines) = mpsc::channel(8);
        self.outboxes.lock().unwrap().insert(id, outbox);
        lines
    }

    fn kick(&self, id: u64) {
        self.outboxes.lock().unwrap().remove(&id);
    }
}
