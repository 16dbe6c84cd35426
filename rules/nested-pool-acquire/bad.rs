use sqlx::PgPool;

pub struct Store {
    pool: PgPool,
}

impl Store {
    pub async fn rename(&self, id: i64, name: &str) -> Result<(), sqlx::Error> {
        let mut tx = self.pool.begin().await?;
        if self.exists(name).await? { //~ nested-pool-acquire
            return Ok(());
        }
        sqlx::query("UPDATE users SET name = $1 WHERE id = $2").bind(name).bind(id).execute(&mut *tx).await?;
        tx.commit().await
    }

    async fn exists(&self, name: &str) -> Result<bool, sqlx::Error> {
        let row = sqlx::query("SELECT 1 FROM users WHERE name = $1").bind(name).fetch_optional(&self.pool).await?;
        Ok(row.is_some())
    }
}
