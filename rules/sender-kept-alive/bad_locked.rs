//! The receiver lies behind a lock, and beside it the sender, in what the task keeps.
use std::sync::Arc;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinHandle;

pub struct Service {
    jobs: mpsc::Sender<String>,
    received: Mutex<mpsc::Receiver<String>>,
}

impl Service {
    pub fn new() -> Arc<Self> {
        let (jobs, received) = mpsc::channel(16);
        Arc::new(Self { jobs, received: Mutex::new(received) })
    }

    pub fn start(self: &Arc<Self>) -> JoinHandle<()> {
        let this = self.clone();
        tokio::spawn(async move {
            let mut received = this.received.lock().await;
            while let Some(job) = received.recv().await { //~ sender-kept-alive
                println!("{job}");
            }
        })
    }

    pub async fn push(&self, job: String) -> bool {
        self.jobs.send(job).await.is_ok()
    }
}

#[tokio::main]
async fn main() {
    let service = Service::new();
    let task = service.start();
    service.push("first".to_owned()).await;
    drop(service);
    task.await.unwrap();
}
