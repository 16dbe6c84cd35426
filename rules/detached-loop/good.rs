use std::sync::{Arc, RwLock};
use std::time::Duration;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

#[derive(Clone, Default)]
struct Cache {
    rows: Arc<RwLock<Vec<u64>>>,
}

async fn load() -> Vec<u64> {
    sleep(Duration::from_millis(3)).await;
    vec![1, 2, 3]
}

impl Cache {
    fn new(tasks: &TaskTracker, stop: CancellationToken) -> Self {
        let cache = Self::default();
        let rows = cache.rows.clone();
        tasks.spawn(async move {
            loop {
                let fresh = load().await;
                if let Ok(mut rows) = rows.write() {
                    *rows = fresh;
                }
                tokio::select! {
                    () = stop.cancelled() => break,
                    () = sleep(Duration::from_secs(60)) => {}
                }
            }
        });
        cache
    }
}

async fn shut_down(tasks: TaskTracker, stop: CancellationToken) {
    stop.cancel();
    tasks.close();
    tasks.wait().await;
}
