//! A static, an alias, a shared map, an entry, a value that holds the sender deep inside.

use dashmap::DashMap as Map;
use std::sync::{Arc, LazyLock};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

type Jobs = Map<u64, Arc<Job>>;

struct Job {
    control: Control,
}

struct Control {
    stop: mpsc::Sender<()>,
}

static JOBS: LazyLock<Jobs> = LazyLock::new(Map::new); //~ registry-never-pruned

async fn commands(mut rx: mpsc::Receiver<u64>) {
    while let Some(id) = rx.recv().await {
        let (stop, _) = mpsc::channel(1);
        JOBS.insert(id, Arc::new(Job { control: Control { stop } }));
    }
}

struct Client {
    pending: Arc<Map<u64, oneshot::Sender<String>>>, //~ registry-never-pruned
}

impl Client {
    async fn ask(&self, id: u64) -> Option<String> {
        let (tx, rx) = oneshot::channel();
        self.pending.entry(id).or_insert(tx);
        rx.await.ok()
    }
}

struct Worker {
    since: std::time::Instant,
    task: JoinHandle<()>,
}

struct Workers {
    running: tokio::sync::RwLock<std::collections::BTreeMap<String, Worker>>, //~ registry-never-pruned
}

impl Workers {
    async fn serve(&self, mut orders: mpsc::Receiver<String>) {
        while let Some(order) = orders.recv().await {
            let mut running = self.running.write().await;
            let name = order.clone();
            let task = tokio::spawn(async move { println!("{name}") });
            running.insert(order, Worker { since: std::time::Instant::now(), task });
        }
    }
}
