use sqlx::PgPool;

pub async fn insert(pool: &PgPool, name: &str) -> Result<(), sqlx::Error> {
    let mut tx = pool.begin().await?; //~ transaction-not-finished
    sqlx::query("INSERT INTO users (name) VALUES ($1)").bind(name).execute(&mut *tx).await?;
    Ok(())
}
