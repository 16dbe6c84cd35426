use std::sync::Arc;
use tokio::sync::Semaphore;

pub struct Bucket {
    limit: Arc<Semaphore>,
}

impl Bucket {
    pub async fn upload(&self, name: &str, bytes: Vec<u8>) {
        let _permit = self.limit.acquire().await.expect("never closed");
        self.put(name, bytes).await; //~ nested-pool-acquire
    }

    async fn put(&self, name: &str, bytes: Vec<u8>) {
        let _permit = self.limit.acquire().await.expect("never closed");
        send(name, bytes).await;
    }
}

async fn send(name: &str, bytes: Vec<u8>) {
    println!("{name}: {}", bytes.len());
}
