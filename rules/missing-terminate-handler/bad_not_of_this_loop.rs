//! The same without what takes the entry out, and with tasks that outlive the function.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{RwLock, mpsc, watch};

#[derive(Clone, Copy, PartialEq)]
pub enum Status {
    Running,
    Done,
}

pub struct Jobs {
    running: Arc<RwLock<HashMap<u64, watch::Receiver<Status>>>>,
}

impl Jobs {
    pub async fn start(&self, number: u64, mut status: watch::Receiver<Status>) {
        self.running.write().await.insert(number, status.clone());
        let running = self.running.clone();
        while status.changed().await.is_ok() { //~ missing-terminate-handler
            println!("{} jobs", running.read().await.len());
        }
    }
}

pub enum Order {
    Start(u64),
    Stop(u64),
}

pub async fn timers(mut orders: mpsc::Receiver<Order>) {
    let mut timers = HashMap::new();
    while let Some(order) = orders.recv().await { //~ missing-terminate-handler
        match order {
            Order::Start(number) => {
                let timer = tokio::spawn(async move {
                    loop {
                        tokio::time::sleep(Duration::from_secs(60)).await;
                        println!("{number}");
                    }
                });
                timers.insert(number, timer);
            }
            Order::Stop(number) => {
                if let Some(timer) = timers.remove(&number) {
                    timer.abort();
                }
            }
        }
    }
}
