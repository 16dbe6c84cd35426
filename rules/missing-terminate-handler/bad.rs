use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::sleep;

#[derive(Clone)]
struct Store;

impl Store {
    async fn insert(&self, batch: &[u64]) {
        sleep(Duration::from_millis(1)).await;
        println!("stored {} events", batch.len());
    }
}

async fn write_batches(mut rx: mpsc::Receiver<u64>, store: Store) {
    let mut batch = Vec::with_capacity(100);
    while let Some(event) = rx.recv().await { //~ missing-terminate-handler
        batch.push(event);
        if batch.len() == 100 {
            store.insert(&batch).await;
            batch.clear();
        }
    }
}
