use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

const WORKERS: usize = 32;
const CONNECTIONS: u32 = 16;

pub async fn open() -> Result<PgPool, sqlx::Error> {
    PgPoolOptions::new().max_connections(CONNECTIONS).connect("postgres://localhost").await
}

// Fewer than the pool has.
pub async fn deliver(pool: PgPool, ids: Vec<i64>) {
    let limit = Arc::new(Semaphore::new(12));
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

// The permit is given back before the query.
pub async fn fetch(pool: &PgPool, limit: &Uploads, id: i64) {
    let permit = limit.slots.acquire().await;
    upload(id).await;
    drop(permit);
    mark(pool, id).await;
}

pub struct Uploads {
    slots: Semaphore,
}

impl Uploads {
    pub fn new() -> Self {
        Self { slots: Semaphore::new(200) }
    }
}

// Workers that do something else.
pub async fn count(words: Vec<String>) {
    let mut set = JoinSet::new();
    for worker in 0..WORKERS {
        let word = words[worker].clone();
        set.spawn(async move { upload(word.len() as i64).await });
    }
    while set.join_next().await.is_some() {}
}

async fn upload(_id: i64) {}

async fn mark(pool: &PgPool, id: i64) {
    let _ = sqlx::query("UPDATE jobs SET done = true WHERE id = $1").bind(id).execute(pool).await;
}
