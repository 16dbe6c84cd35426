use deadpool_postgres::{Manager, Object, Pool};
use std::time::Duration;

pub fn open(manager: Manager) -> Pool {
    Pool::builder(manager).build().unwrap()
}

// The wait is raced with a time.
pub async fn take(pool: &Pool) -> Option<Object> {
    tokio::select! {
        taken = pool.get() => taken.ok(),
        _ = tokio::time::sleep(Duration::from_secs(1)) => None,
    }
}
