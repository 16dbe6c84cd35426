use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use tokio::task::JoinSet;

const WORKERS: usize = 32;

pub async fn run() -> Result<(), sqlx::Error> {
    let pool = PgPoolOptions::new().max_connections(8).connect("postgres://localhost").await?;
    let mut set = JoinSet::new();
    for _ in 0..WORKERS { //~ concurrency-exceeds-pool
        set.spawn(work(pool.clone()));
    }
    while set.join_next().await.is_some() {}
    Ok(())
}

async fn work(pool: PgPool) {
    while let Ok(Some(id)) = next(&pool).await {
        println!("{id}");
    }
}

async fn next(pool: &PgPool) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar("DELETE FROM jobs RETURNING id LIMIT 1").fetch_optional(pool).await
}
