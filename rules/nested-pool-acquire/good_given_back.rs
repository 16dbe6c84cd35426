use sqlx::PgPool;

pub async fn twice(pool: &PgPool, other: &PgPool) -> Result<(), sqlx::Error> {
    {
        let mut connection = pool.acquire().await?;
        sqlx::query("DELETE FROM a").execute(&mut *connection).await?;
    }
    let mut tx = pool.begin().await?;
    sqlx::query("DELETE FROM b").execute(&mut *tx).await?;
    sqlx::query("DELETE FROM c").execute(other).await?;
    tx.commit().await?;
    sqlx::query("DELETE FROM d").execute(pool).await?;
    let connection = pool.acquire().await?;
    drop(connection);
    sqlx::query("DELETE FROM e").execute(pool).await?;
    Ok(())
}
