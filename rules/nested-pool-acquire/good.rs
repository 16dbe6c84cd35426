use sqlx::{PgPool, Postgres, Transaction};

pub struct Store {
    pool: PgPool,
}

impl Store {
    pub async fn rename(&self, id: i64, name: &str) -> Result<(), sqlx::Error> {
        let mut tx = self.pool.begin().await?;
        if exists(&mut tx, name).await? {
            return Ok(());
        }
        sqlx::query("UPDATE users SET name = $1 WHERE id = $2").bind(name).bind(id).execute(&mut *tx).await?;
        tx.commit().await
    }
}

async fn exists(tx: &mut Transaction<'_, Postgres>, name: &str) -> Result<bool, sqlx::Error> {
    let row = sqlx::query("SELECT 1 FROM users WHERE name = $1").bind(name).fetch_optional(&mut **tx).await?;
    Ok(row.is_some())
}
