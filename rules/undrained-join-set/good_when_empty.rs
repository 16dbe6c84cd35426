//! One task at most: the next is started when the set is empty.
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinSet;

pub struct Sampler {
    value: Arc<Mutex<u64>>,
    refresh: Mutex<JoinSet<()>>,
}

impl Sampler {
    pub async fn sample(&self) -> u64 {
        let mut refresh = self.refresh.lock().await;
        if refresh.is_empty() {
            let value = Arc::clone(&self.value);
            refresh.spawn(async move {
                loop {
                    *value.lock().await += 1;
                    tokio::time::sleep(Duration::from_secs(30)).await;
                }
            });
        }
        *self.value.lock().await
    }
}

pub fn start() -> Sampler {
    Sampler { value: Arc::default(), refresh: Mutex::new(JoinSet::new()) }
}

pub async fn serve(sampler: Sampler, mut asked: mpsc::Receiver<()>) {
    while asked.recv().await.is_some() {
        println!("{}", sampler.sample().await);
    }
}
