use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

async fn poll(url: String) {
    loop {
        sleep(Duration::from_secs(1)).await;
        println!("{url}");
    }
}

struct Poller {
    task: Option<JoinHandle<()>>,
}

impl Poller {
    fn new(url: String) -> Self {
        Self { task: Some(tokio::spawn(poll(url))) } //~ timeout-detaches-task
    }

    async fn stop(&mut self) {
        if let Some(task) = self.task.take() {
            let _ = timeout(Duration::from_secs(3), task).await;
        }
    }
}

// In a function that gets the handle by value.
async fn finish(task: JoinHandle<()>) {
    if timeout(Duration::from_secs(3), task).await.is_err() {
        println!("too late");
    }
}

async fn twice(url: String) {
    finish(tokio::spawn(poll(url))).await; //~ timeout-detaches-task
}

// In a block that the limit drops.
async fn in_block(url: String) {
    let task = tokio::spawn(poll(url)); //~ timeout-detaches-task
    let both = timeout(Duration::from_secs(3), async move {
        if task.await.is_err() {
            println!("panicked");
        }
    });
    if both.await.is_err() {
        println!("too late");
    }
}

async fn until_told(url: String, stop: &Notify) {
    tokio::select! {
        _ = tokio::spawn(poll(url)) => {} //~ timeout-detaches-task
        _ = stop.notified() => {}
    }
}
