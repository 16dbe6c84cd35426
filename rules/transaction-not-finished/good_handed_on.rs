use sqlx::{PgPool, Postgres, Transaction};

pub async fn start(pool: &PgPool) -> Result<Transaction<'static, Postgres>, sqlx::Error> {
    let mut tx = pool.begin().await?;
    sqlx::query("DELETE FROM a").execute(&mut *tx).await?;
    Ok(tx)
}

pub async fn undo(pool: &PgPool) -> Result<(), sqlx::Error> {
    let mut tx = pool.begin().await?;
    sqlx::query("DELETE FROM a").execute(&mut *tx).await?;
    tx.rollback().await
}

pub async fn given(pool: &PgPool) -> Result<(), sqlx::Error> {
    let mut tx = pool.begin().await?;
    sqlx::query("DELETE FROM a").execute(&mut *tx).await?;
    finish(tx).await
}

pub async fn read(pool: &PgPool) -> Result<bool, sqlx::Error> {
    let mut tx = pool.begin().await?;
    let row = sqlx::query("SELECT 1").fetch_optional(&mut *tx).await?;
    Ok(row.is_some())
}

async fn finish(tx: Transaction<'static, Postgres>) -> Result<(), sqlx::Error> {
    tx.commit().await
}
