//! Each message is a task that holds a permit until it is done.

use futures::channel::mpsc;
use futures::{SinkExt, StreamExt};
use std::sync::Arc;
use tokio::io::AsyncReadExt;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

pub struct Plotter {
    tasks: mpsc::Sender<JoinHandle<()>>,
    room: Arc<Semaphore>,
}

impl Plotter {
    pub fn new() -> Self {
        let (tasks, mut inbox) = mpsc::channel::<JoinHandle<()>>(1);
        tokio::spawn(async move {
            while let Some(task) = inbox.next().await {
                if task.await.is_err() {
                    return;
                }
            }
        });
        Plotter { tasks, room: Arc::new(Semaphore::new(4)) }
    }

    pub async fn plot(&self, sector: u8) {
        let Ok(permit) = self.room.clone().acquire_owned().await else { return };
        let task = tokio::spawn(async move {
            tokio::time::sleep(std::time::Duration::from_secs(sector.into())).await;
            drop(permit);
        });
        if self.tasks.clone().send(task).await.is_err() {
            eprintln!("gone");
        }
    }
}

pub async fn feed(plotter: Plotter, mut socket: tokio::net::TcpStream) {
    while let Ok(sector) = socket.read_u8().await {
        plotter.plot(sector).await;
    }
}
