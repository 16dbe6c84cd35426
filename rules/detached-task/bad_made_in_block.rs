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
        tokio::spawn({ //~ detached-task
            let pool = Arc::clone(&self.pool);
            async move {
                tokio::time::sleep(Duration::from_secs(1)).await;
                println!("{}", pool.size);
            }
        });
    }

    pub fn stop(&self) {
        self.stop.cancel();
    }
}
