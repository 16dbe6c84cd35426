use futures::stream::{self, StreamExt};
use sqlx::postgres::{PgPool, PgPoolOptions};

pub async fn open() -> Result<PgPool, sqlx::Error> {
    PgPoolOptions::new().max_connections(10).connect("postgres://localhost").await
}

pub async fn load_all(pool: &PgPool, ids: Vec<i64>) -> Vec<bool> {
    stream::iter(ids)
        .map(|id| load(pool, id))
        .buffer_unordered(500) //~ concurrency-exceeds-pool
        .collect()
        .await
}

async fn load(pool: &PgPool, id: i64) -> bool {
    sqlx::query("SELECT 1 FROM a WHERE id = $1").bind(id).fetch_one(pool).await.is_ok()
}
