use std::sync::Arc;
use tokio::sync::Semaphore;

pub struct Bucket {
    reads: Arc<Semaphore>,
    writes: Arc<Semaphore>,
}

impl Bucket {
    pub async fn copy(&self, name: &str) {
        let _read = self.reads.acquire().await.expect("never closed");
        let _write = self.writes.acquire().await.expect("never closed");
        send(name).await;
    }

    pub async fn twice(&self, name: &str) {
        {
            let _read = self.reads.acquire().await.expect("never closed");
            send(name).await;
        }
        let _read = self.reads.acquire().await.expect("never closed");
        send(name).await;
    }

    // What cannot be had at once is done without.
    pub async fn more(&self, name: &str) {
        let _first = self.reads.acquire().await.expect("never closed");
        let _second = self.reads.try_acquire();
        send(name).await;
    }

    // The task takes its own while nobody waits for it here.
    pub async fn later(&self, name: String) {
        let permit = self.reads.clone().acquire_owned().await.expect("never closed");
        let reads = self.reads.clone();
        tokio::spawn(async move {
            let _permit = reads.acquire().await;
            send(&name).await;
        });
        drop(permit);
    }
}

async fn send(name: &str) {
    println!("{name}");
}
