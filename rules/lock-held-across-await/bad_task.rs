use tokio::sync::{Mutex, RwLock, mpsc};
use tokio::task::JoinHandle;

pub struct Pump {
    count: Mutex<u64>,
    route: RwLock<Vec<u32>>,
    out: mpsc::Sender<u32>,
}

impl Pump {
    pub async fn push(&self, value: u32) {
        let mut count = self.count.lock().await; //~ lock-held-across-await
        *count += 1;
        let _ = self.out.send(value).await;
    }

    pub async fn stop(&self, worker: JoinHandle<()>) {
        let route = self.route.write().await; //~ lock-held-across-await
        if !route.is_empty() {
            let _ = worker.await;
        }
    }
}
