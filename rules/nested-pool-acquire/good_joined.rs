use sqlx::PgPool;

pub struct Store {
    pool: PgPool,
}

impl Store {
    async fn count(&self) -> sqlx::Result<i64> {
        sqlx::query_scalar("SELECT count(*) FROM entries").fetch_one(&self.pool).await
    }

    pub async fn run(&self) -> sqlx::Result<()> {
        tokio::try_join!(self.count(), self.count())?;
        let tx = self.pool.begin().await?;
        tx.commit().await
    }
}
