//! The lock is around a receiver, and its only taker keeps it as long as he receives.
use std::sync::Arc;
use tokio::sync::{mpsc, Mutex};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

#[derive(Clone)]
pub struct Pricer {
    orders: Arc<Mutex<mpsc::Receiver<u64>>>,
}

impl Pricer {
    pub fn new(orders: mpsc::Receiver<u64>) -> Self {
        Self { orders: Arc::new(Mutex::new(orders)) }
    }

    pub async fn run(self, stop: CancellationToken) {
        let mut tasks = JoinSet::new();
        let mut rx = self.orders.lock().await;
        loop {
            tokio::select! {
                Some(order) = rx.recv() => { tasks.spawn(price(order)); }
                Some(done) = tasks.join_next() => println!("{done:?}"),
                _ = stop.cancelled() => {
                    while tasks.join_next().await.is_some() {}
                    break;
                }
            }
        }
    }
}

async fn price(order: u64) -> u64 {
    tokio::time::sleep(std::time::Duration::from_millis(order)).await;
    order
}
