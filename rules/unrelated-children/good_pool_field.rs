//! Beside the pool, a field keeps what one of them tells the other.

use sqlx::PgPool;
use std::sync::{Arc, Mutex};
use std::time::Duration;

type Seen = Arc<Mutex<Vec<i64>>>;

async fn expire(pool: PgPool, seen: Seen) -> anyhow::Result<()> {
    loop {
        tokio::time::sleep(Duration::from_secs(60)).await;
        for id in seen.lock().unwrap().drain(..) {
            println!("{id}");
        }
        sqlx::query("delete from sessions where expires < now()").execute(&pool).await?;
    }
}

async fn import(pool: PgPool, seen: Seen) -> anyhow::Result<()> {
    loop {
        tokio::time::sleep(Duration::from_secs(3600)).await;
        sqlx::query("insert into imports default values").execute(&pool).await?;
        seen.lock().unwrap().push(1);
    }
}

pub struct App {
    pool: PgPool,
    seen: Seen,
}

impl App {
    pub async fn joined(&self) -> anyhow::Result<()> {
        tokio::try_join!(
            expire(self.pool.clone(), self.seen.clone()),
            import(self.pool.clone(), self.seen.clone())
        )?;
        Ok(())
    }
}
