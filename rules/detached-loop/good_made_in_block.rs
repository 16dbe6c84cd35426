use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

pub struct Pool {
    size: u32,
}

pub struct Worker {
    pool: Arc<Pool>,
    stop: CancellationToken,
}

impl Worker {
    pub fn start(&self) {
        tokio::spawn({
            let pool = Arc::clone(&self.pool);
            let stop = self.stop.clone();
            async move {
                while !stop.is_cancelled() {
                    println!("{}", pool.size);
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            }
        });
    }

    pub fn stop(&self) {
        self.stop.cancel();
    }
}

async fn work(stop: CancellationToken) {
    while !stop.is_cancelled() {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

// What the future was made of goes along with it.
pub fn start(stop: &CancellationToken) {
    tokio::spawn({
        let future = work(stop.clone());
        async { future.await }
    });
}
