//! A send into a channel without a limit never waits, though one into another channel of that crate would.

use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::Mutex;

struct Worker {
    active: Arc<Mutex<HashMap<u64, ()>>>,
    poke: async_channel::Sender<()>,
}

pub async fn client(mut ids: tokio::sync::mpsc::Receiver<u64>) {
    let (poke, poked) = async_channel::unbounded();
    let active = Arc::new(Mutex::new(HashMap::new()));
    let listener = listen(active.clone(), poked);
    let worker = work(Worker { active, poke }, &mut ids);
    tokio::join!(listener, worker);
}

async fn listen(active: Arc<Mutex<HashMap<u64, ()>>>, poked: async_channel::Receiver<()>) {
    while poked.recv().await.is_ok() {
        println!("{}", active.lock().await.len());
    }
}

async fn work(worker: Worker, ids: &mut tokio::sync::mpsc::Receiver<u64>) {
    let Worker { active, poke } = worker;
    while let Some(id) = ids.recv().await {
        let mut servers = active.lock().await;
        if servers.insert(id, ()).is_none() {
            poke.send(()).await.ok();
        }
    }
}
