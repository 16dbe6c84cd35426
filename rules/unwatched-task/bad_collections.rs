//! Handles that a collection keeps, and nobody takes out again to look at.

use std::collections::HashMap;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::sleep;

async fn probe(id: u64) {
    sleep(Duration::from_secs(id)).await;
    println!("probed {id}");
}

struct Prober {
    running: Vec<JoinHandle<()>>,
    by_id: HashMap<u64, JoinHandle<()>>,
}

impl Prober {
    fn start(&mut self, id: u64) {
        self.running.push(tokio::spawn(probe(id))); //~ unwatched-task
        println!("{} probes", self.running.len());
    }

    fn add(&mut self, id: u64) {
        let handle = tokio::spawn(probe(id)); //~ unwatched-task
        self.by_id.insert(id, handle);
    }

    fn forget(&mut self, id: u64) {
        self.by_id.remove(&id);
    }

    fn forget_all(&mut self) {
        self.by_id.clear();
        self.running.clear();
    }
}

async fn local() {
    let mut handles = Vec::new();
    for id in 0..4 {
        handles.push(tokio::spawn(probe(id))); //~ unwatched-task
    }
    sleep(Duration::from_secs(1)).await;
}
