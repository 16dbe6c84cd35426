use deadpool_postgres::{Config, Pool, PoolConfig, Runtime};
use std::time::Duration;
use tokio_postgres::NoTls;

pub fn open(url: String) -> Pool {
    let mut config = Config::new();
    config.url = Some(url);
    let mut pool = PoolConfig::new(16);
    pool.timeouts.wait = Some(Duration::from_secs(5));
    config.pool = Some(pool);
    config.create_pool(Some(Runtime::Tokio1), NoTls).unwrap()
}

pub fn built(url: String) -> Pool {
    let mut config = Config::new();
    config.url = Some(url);
    let limit = Some(Duration::from_secs(5));
    config.builder(NoTls).unwrap().max_size(16).wait_timeout(limit).runtime(Runtime::Tokio1).build().unwrap()
}

pub async fn use_them(pool: &Pool) {
    let client = pool.get().await.unwrap();
    client.execute("SELECT 1", &[]).await.unwrap();
}
