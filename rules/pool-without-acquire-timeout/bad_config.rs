use deadpool_postgres::{Config, Pool, Runtime};
use tokio_postgres::NoTls;

pub fn open() -> Pool {
    let mut config = Config::new();
    config.dbname = Some("shop".to_owned());
    config.create_pool(Some(Runtime::Tokio1), NoTls).unwrap() //~ pool-without-acquire-timeout
}

pub fn mysql(url: &str) -> mysql_async::Pool {
    mysql_async::Pool::new(url) //~ pool-without-acquire-timeout
}
