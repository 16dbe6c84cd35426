use deadpool_postgres::{Config, Pool, PoolConfig, Runtime};
use sqlx::PgPool;
use tokio_postgres::NoTls;

pub fn from_file(config: &Config) -> Pool {
    config.create_pool(Some(Runtime::Tokio1), NoTls).unwrap()
}

pub fn with_options() -> Pool {
    let mut config = Config::new();
    config.pool = Some(PoolConfig::new(8));
    config.create_pool(Some(Runtime::Tokio1), NoTls).unwrap()
}

pub async fn thirty_seconds() -> Result<PgPool, sqlx::Error> {
    PgPool::connect("postgres://localhost").await
}
