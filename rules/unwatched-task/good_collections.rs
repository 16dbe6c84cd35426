//! Collections of handles that are looked at.

use futures::future::join_all;
use std::collections::HashMap;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::sleep;

async fn probe(id: u64) {
    sleep(Duration::from_secs(id)).await;
    println!("probed {id}");
}

#[derive(Default)]
struct Prober {
    running: Vec<JoinHandle<()>>,
    by_id: HashMap<u64, JoinHandle<()>>,
    checked: Vec<JoinHandle<()>>,
}

impl Prober {
    fn start(&mut self, id: u64) {
        self.running.push(tokio::spawn(probe(id)));
        self.by_id.insert(id, tokio::spawn(probe(id)));
        self.checked.retain(|handle| !handle.is_finished());
        self.checked.push(tokio::spawn(probe(id)));
    }

    fn cancel(&mut self, id: u64) {
        if let Some(handle) = self.by_id.remove(&id) {
            handle.abort();
        }
    }

    async fn stop(&mut self) {
        for handle in self.running.drain(..) {
            if let Err(error) = handle.await {
                println!("{error}");
            }
        }
    }
}

async fn joined() {
    let handles: Vec<_> = (0..4).map(|id| tokio::spawn(probe(id))).collect();
    for ended in join_all(handles).await {
        println!("{ended:?}");
    }
}

async fn array() {
    let [a, b] = [tokio::spawn(probe(1)), tokio::spawn(probe(2))];
    println!("{:?} {:?}", a.await, b.await);
}
