use deadpool_postgres::{Manager, Object, Pool};
use tokio_util::sync::CancellationToken;

pub fn open(manager: Manager) -> Pool {
    Pool::builder(manager).build().unwrap() //~ pool-without-acquire-timeout
}

// What it is raced with is no time.
pub async fn take(pool: &Pool, stop: CancellationToken) -> Option<Object> {
    tokio::select! {
        taken = pool.get() => taken.ok(),
        _ = stop.cancelled() => None,
    }
}
