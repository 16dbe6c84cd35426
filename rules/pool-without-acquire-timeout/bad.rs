use deadpool_postgres::{Manager, Pool};

pub fn open(manager: Manager) -> Pool {
    Pool::builder(manager).max_size(16).build().unwrap() //~ pool-without-acquire-timeout
}
