use deadpool_postgres::{Manager, Object, Pool};
use std::time::Duration;

pub fn open(manager: Manager) -> Pool {
    Pool::builder(manager).build().unwrap()
}

// The limit is around a wait that has a name.
pub async fn take(pool: &Pool) -> Option<Object> {
    let taken = pool.get();
    tokio::time::timeout(Duration::from_secs(1), taken).await.ok()?.ok()
}
