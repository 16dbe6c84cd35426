// Lists of senders that lose the dead ones, or have none.
use std::sync::{Arc, Mutex};
use tokio::sync::{broadcast, mpsc};

type Subscribers = Mutex<Vec<mpsc::Sender<u32>>>;

pub struct ByHand {
    list: Subscribers,
}

impl ByHand {
    pub fn subscribe(&self, tx: mpsc::Sender<u32>) {
        self.list.lock().unwrap().push(tx);
    }

    pub fn publish(&self, n: u32) {
        let mut list = self.list.lock().unwrap();
        let mut index = 0;
        while index < list.len() {
            match list[index].try_send(n) {
                Err(mpsc::error::TrySendError::Closed(_)) => {
                    list.swap_remove(index);
                }
                _ => index += 1,
            }
        }
    }
}

pub struct Swept {
    list: Subscribers,
}

impl Swept {
    pub fn subscribe(&self, tx: mpsc::Sender<u32>) {
        self.list.lock().unwrap().push(tx);
    }

    pub fn publish(&self, n: u32) {
        for tx in self.list.lock().unwrap().iter() {
            let _ = tx.try_send(n);
        }
    }

    pub fn sweep(&self) {
        self.list.lock().unwrap().retain(|tx| !tx.is_closed());
    }
}

// Put together once, before it runs.
pub struct Fanout {
    outputs: Vec<mpsc::Sender<u32>>,
}

impl Fanout {
    pub fn output(&mut self, tx: mpsc::Sender<u32>) {
        self.outputs.push(tx);
    }

    pub async fn run(self, mut input: mpsc::Receiver<u32>) {
        while let Some(n) = input.recv().await {
            for output in &self.outputs {
                let _ = output.send(n).await;
            }
        }
    }
}

// The channel keeps the list.
pub struct Topics {
    topics: Mutex<Vec<broadcast::Sender<u32>>>,
}

impl Topics {
    pub fn open(&self) -> broadcast::Receiver<u32> {
        let (tx, rx) = broadcast::channel(16);
        self.topics.lock().unwrap().push(tx);
        rx
    }

    pub fn tell(&self, n: u32) {
        for topic in self.topics.lock().unwrap().iter() {
            let _ = topic.send(n);
        }
    }
}

// Everybody is told once, and forgotten.
#[derive(Default)]
pub struct Waiters {
    waiting: Mutex<Vec<mpsc::Sender<()>>>,
}

impl Waiters {
    pub fn wait(&self) -> mpsc::Receiver<()> {
        let (tx, rx) = mpsc::channel(1);
        self.waiting.lock().unwrap().push(tx);
        rx
    }

    pub fn wake(&self) {
        for waiter in std::mem::take(&mut *self.waiting.lock().unwrap()) {
            let _ = waiter.try_send(());
        }
    }
}

// Another function prunes the list that it is lent.
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
        let watchers = {
            let mut all = all.lock().unwrap();
            all.retain(|watcher| !watcher.is_closed());
            all.clone()
        };
        for watcher in watchers.iter() {
            let _ = watcher.send(n).await;
        }
    }
}
