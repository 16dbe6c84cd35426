//! The receiver lies behind a lock, and the senders elsewhere.
use std::sync::Arc;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinHandle;

pub struct Service {
    received: Mutex<mpsc::Receiver<String>>,
}

impl Service {
    pub fn new() -> (Arc<Self>, mpsc::Sender<String>) {
        let (jobs, received) = mpsc::channel(16);
        (Arc::new(Self { received: Mutex::new(received) }), jobs)
    }

    pub fn start(self: &Arc<Self>) -> JoinHandle<()> {
        let this = self.clone();
        tokio::spawn(async move {
            let mut received = this.received.lock().await;
            while let Some(job) = received.recv().await {
                println!("{job}");
            }
        })
    }
}

#[tokio::main]
async fn main() {
    let (service, jobs) = Service::new();
    let task = service.start();
    jobs.send("first".to_owned()).await.unwrap();
    drop(jobs);
    task.await.unwrap();
}
