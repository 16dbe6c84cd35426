//! The message is taken apart by a `for` within the loop: the receive is the outer loop's own.

use std::sync::Arc;
use tokio::sync::broadcast;
use tokio::task::JoinSet;

#[derive(Clone)]
pub struct Changes {
    pub added: Vec<u64>,
}

pub struct Store<D> {
    changes: broadcast::Sender<Changes>,
    db: D,
}

impl<D> Store<D> {
    pub fn subscribe(&self) -> broadcast::Receiver<Changes> {
        self.changes.subscribe()
    }

    fn index(&self, key: u64) -> Result<(), std::io::Error> {
        println!("{key}");
        Ok(())
    }
}

pub fn index_all(services: &mut JoinSet<Result<(), Box<dyn std::error::Error + Send + Sync>>>, store: Arc<Store<u8>>) {
    let mut changes = store.subscribe();
    services.spawn(async move {
        loop { //~ broadcast-lag-unhandled
            for key in changes.recv().await?.added {
                store.index(key)?;
            }
        }
    });
}
