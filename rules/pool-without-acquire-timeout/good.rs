use deadpool_postgres::{Manager, Pool, Runtime};
use std::time::Duration;

pub fn open(manager: Manager) -> Pool {
    Pool::builder(manager)
        .max_size(16)
        .wait_timeout(Some(Duration::from_secs(5)))
        .runtime(Runtime::Tokio1)
        .build()
        .unwrap()
}
