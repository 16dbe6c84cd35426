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
        // What is made of `self` before is no part of the task: it knows no token.
        tokio::spawn({ //~ detached-loop
            let pool = Arc::clone(&self.pool);
            async move {
                loop {
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
