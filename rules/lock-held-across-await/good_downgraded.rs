use tokio::sync::{RwLock, mpsc};

// The write guard becomes a read guard, and that ends before the wait.
pub async fn tell(list: &RwLock<Vec<u32>>, tx: mpsc::Sender<u32>) {
    let list = list.write().await;
    let list = list.downgrade();
    println!("{}", list.len());
    drop(list);
    tx.send(1).await.ok();
}
