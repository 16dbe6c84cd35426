use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

const AT_ONCE: usize = 64;
const CONNECTIONS: u32 = 16;

pub async fn open() -> Result<PgPool, sqlx::Error> {
    PgPoolOptions::new().max_connections(CONNECTIONS).connect("postgres://localhost").await
}

pub async fn deliver(pool: PgPool, ids: Vec<i64>) {
    let limit = Arc::new(Semaphore::new(AT_ONCE)); //~ concurrency-exceeds-pool
    let mut set = JoinSet::new();
    for id in ids {
        let permit = limit.clone().acquire_owned().await.unwrap();
        let pool = pool.clone();
        set.spawn(async move {
            let _permit = permit;
            mark(&pool, id).await;
        });
    }
    while set.join_next().await.is_some() {}
}

pub struct Sender {
    limit: Semaphore,
    pool: PgPool,
}

impl Sender {
    pub fn new(pool: PgPool) -> Self {
        Self { limit: Semaphore::new(100), pool } //~ concurrency-exceeds-pool
    }

    pub async fn send(&self, id: i64) {
        let Ok(_permit) = self.limit.acquire().await else { return };
        mark(&self.pool, id).await;
    }
}

async fn mark(pool: &PgPool, id: i64) {
    let _ = sqlx::query("UPDATE jobs SET done = true WHERE id = $1").bind(id).execute(pool).await;
}
