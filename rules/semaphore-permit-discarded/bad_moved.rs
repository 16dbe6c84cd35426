use std::sync::Arc;
use tokio::sync::Semaphore;

pub struct Pool {
    limit: Semaphore,
    started: u32,
}

impl Pool {
    // Held by a name, it would keep `self` from being changed.
    pub async fn start(&mut self) {
        let _ = self.limit.acquire().await; //~ semaphore-permit-discarded
        self.count().await;
    }

    async fn count(&mut self) {
        self.started += 1;
    }
}

pub async fn hand_over(limit: Arc<Semaphore>) {
    let _ = limit.acquire().await.unwrap(); //~ semaphore-permit-discarded
    tokio::spawn(work(limit)).await.unwrap();
}

async fn work(limit: Arc<Semaphore>) {
    println!("{}", limit.available_permits());
}
