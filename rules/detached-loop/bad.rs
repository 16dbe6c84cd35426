use std::sync::{Arc, RwLock};
use std::time::Duration;
use tokio::time::sleep;

#[derive(Clone, Default)]
struct Cache {
    rows: Arc<RwLock<Vec<u64>>>,
}

async fn load() -> Vec<u64> {
    sleep(Duration::from_millis(3)).await;
    vec![1, 2, 3]
}

impl Cache {
    fn new() -> Self {
        let cache = Self::default();
        let rows = cache.rows.clone();
        tokio::spawn(async move { //~ detached-loop
            loop {
                let fresh = load().await;
                if let Ok(mut rows) = rows.write() {
                    *rows = fresh;
                }
                sleep(Duration::from_secs(60)).await;
            }
        });
        cache
    }
}
