//! All that the jobs have in common is the pool of connections that a field keeps.

use sqlx::PgPool;
use std::time::Duration;
use tokio::task::JoinSet;

async fn expire(pool: PgPool) -> anyhow::Result<()> {
    loop {
        tokio::time::sleep(Duration::from_secs(60)).await;
        sqlx::query("delete from sessions where expires < now()").execute(&pool).await?;
    }
}

async fn import(pool: PgPool) -> anyhow::Result<()> {
    loop {
        tokio::time::sleep(Duration::from_secs(3600)).await;
        sqlx::query("insert into imports default values").execute(&pool).await?;
    }
}

pub struct App {
    pool: PgPool,
}

impl App {
    pub async fn joined(&self) -> anyhow::Result<()> {
        tokio::try_join!(expire(self.pool.clone()), import(self.pool.clone()))?; //~ unrelated-children
        Ok(())
    }

    pub async fn in_a_set(self) -> anyhow::Result<()> {
        let mut jobs = JoinSet::new();
        jobs.spawn(expire(self.pool.clone()));
        jobs.spawn(import(self.pool.clone()));
        while let Some(end) = jobs.join_next().await { //~ unrelated-children
            end??;
        }
        Ok(())
    }
}
