//! Entries that belong to other code than the loop: another arm's, those of a load in front of it, one that the loop
//! takes out by a handle of its own. And tasks that end with their runtime.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
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
    /// The watcher takes the entry out when the job is done.
    pub async fn start(&self, number: u64, status: watch::Receiver<Status>) {
        self.running.write().await.insert(number, status.clone());
        let running = self.running.clone();
        let mut status = status;
        let watcher = tokio::spawn(async move {
            while status.changed().await.is_ok() {
                let now = *status.borrow();
                if now == Status::Done {
                    running.write().await.remove(&number);
                    break;
                }
            }
        });
        let _ = watcher.await;
    }

    /// One kind of connection makes an entry, another kind has a loop.
    pub async fn serve(&self, mut socket: TcpStream, status: watch::Receiver<Status>) -> std::io::Result<()> {
        match socket.read_u8().await? {
            0 => {
                self.running.write().await.insert(0, status);
            }
            _ => {
                let mut buffer = [0; 1024];
                while let Ok(read) = socket.read(&mut buffer).await {
                    if read == 0 {
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    /// What is loaded first is there to stay.
    pub async fn load(&self, known: Vec<(u64, watch::Receiver<Status>)>, mut more: mpsc::Receiver<u64>) {
        for (number, status) in known {
            self.running.write().await.insert(number, status);
        }
        while let Some(number) = more.recv().await {
            println!("{number} is new");
        }
    }
}

pub enum Order {
    Start(u64),
    Stop(u64),
}

/// The runtime ends with this function, and its tasks with that.
#[tokio::main(flavor = "multi_thread")]
pub async fn timers(mut orders: mpsc::Receiver<Order>) {
    let mut timers = HashMap::new();
    while let Some(order) = orders.recv().await {
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
