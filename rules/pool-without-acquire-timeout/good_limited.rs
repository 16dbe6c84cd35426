use deadpool_redis::{Manager, Pool};
use std::time::Duration;
use tokio::time::timeout;

pub fn open(manager: Manager) -> Pool {
    Pool::builder(manager).build().unwrap()
}

pub async fn take(pool: &Pool) -> bool {
    matches!(timeout(Duration::from_secs(1), pool.get()).await, Ok(Ok(_)))
}
