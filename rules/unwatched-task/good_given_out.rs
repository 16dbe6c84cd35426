//! Somebody else gets the handle.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::sleep;

async fn tick(times: u32) {
    for n in 0..times {
        sleep(Duration::from_secs(1)).await;
        println!("tick {n}");
    }
}

struct Ticker {
    task: JoinHandle<()>,
}

impl Ticker {
    fn start() -> Self {
        Self { task: tokio::spawn(tick(3)) }
    }

    fn into_task(self) -> JoinHandle<()> {
        self.task
    }
}

struct Registry {
    tasks: mpsc::Sender<JoinHandle<()>>,
}

impl Registry {
    async fn start(&self) {
        let task = tokio::spawn(tick(1));
        if let Err(refused) = self.tasks.send(task).await {
            refused.0.abort();
        }
    }
}

async fn reap(mut tasks: mpsc::Receiver<JoinHandle<()>>) {
    while let Some(task) = tasks.recv().await {
        if let Err(error) = task.await {
            println!("{error}");
        }
    }
}

async fn run() {
    let task = Ticker::start().into_task();
    if let Err(error) = task.await {
        println!("{error}");
    }
}
