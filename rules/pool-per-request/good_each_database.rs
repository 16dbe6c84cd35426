use sqlx::PgPool;
use std::time::Duration;
use tokio::task::JoinSet;

// Each is of another database.
pub async fn migrate(urls: &[String]) -> Result<(), Box<dyn std::error::Error>> {
    for url in urls {
        let pool = PgPool::connect(url).await?;
        sqlx::query("DELETE FROM old").execute(&pool).await?;
        pool.close().await;
    }
    Ok(())
}

// Each worker keeps its own.
pub async fn run(shards: u32) {
    let mut set = JoinSet::new();
    for _ in 0..shards {
        let pool = PgPool::connect("postgres://localhost").await.unwrap();
        set.spawn(worker(pool));
    }
    while set.join_next().await.is_some() {}
}

async fn worker(pool: PgPool) {
    loop {
        sqlx::query("DELETE FROM old").execute(&pool).await.ok();
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
}
