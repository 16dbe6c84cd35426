use sqlx::PgPool;

pub struct Store {
    pool: PgPool,
}

impl Store {
    async fn count(&self) -> sqlx::Result<i64> {
        sqlx::query_scalar("SELECT count(*) FROM entries").fetch_one(&self.pool).await
    }

    pub async fn run(&self) -> sqlx::Result<()> {
        let tx = self.pool.begin().await?;
        tokio::try_join!(self.count(), self.count())?; //~ nested-pool-acquire
        tx.commit().await
    }
}
