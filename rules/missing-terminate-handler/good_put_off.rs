//! A closure that runs at the end of the function takes the entry out.
use dashmap::DashMap;
use std::sync::Arc;
use tokio::sync::mpsc;

pub struct Parents {
    weights: Arc<DashMap<String, u64>>,
}

impl Parents {
    fn register(&self, hosts: &[String]) {
        for host in hosts {
            self.weights.entry(host.clone()).or_insert(1);
        }
    }

    fn unregister(&self, hosts: &[String]) {
        for host in hosts {
            self.weights.remove(host);
        }
    }

    pub async fn download(&self, hosts: Vec<String>, mut pieces: mpsc::Receiver<u64>) {
        self.register(&hosts);
        let guarded = hosts.clone();
        let _guard = scopeguard::guard((), |()| {
            self.unregister(&guarded);
        });
        while let Some(piece) = pieces.recv().await {
            println!("{piece} of {}", hosts.len());
        }
    }
}
