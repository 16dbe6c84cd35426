use deadpool_postgres::{Config, ManagerConfig, Pool, RecyclingMethod, Runtime};
use tokio_postgres::NoTls;

pub fn open(url: String) -> Pool {
    let mut config = Config::new();
    config.url = Some(url);
    config.manager = Some(ManagerConfig { recycling_method: RecyclingMethod::Fast });
    config.create_pool(Some(Runtime::Tokio1), NoTls).unwrap() //~ pool-without-acquire-timeout
}

pub fn built(url: String) -> Pool {
    let mut config = Config::new();
    config.url = Some(url);
    config.builder(NoTls).unwrap().max_size(16).build().unwrap() //~ pool-without-acquire-timeout
}

pub async fn use_them(pool: &Pool) {
    let client = pool.get().await.unwrap();
    client.execute("SELECT 1", &[]).await.unwrap();
}
