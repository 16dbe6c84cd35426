use sqlx::{PgPool, Postgres, Transaction};

async fn begin(pool: &PgPool) -> sqlx::Result<Transaction<'static, Postgres>> {
    pool.begin().await
}

pub async fn by_a_function(pool: &PgPool, name: &str) -> sqlx::Result<()> {
    let mut tx = begin(pool).await?; //~ transaction-not-finished
    sqlx::query("INSERT INTO users (name) VALUES ($1)").bind(name).execute(&mut *tx).await?;
    Ok(())
}

pub async fn prepared(pool: &deadpool_postgres::Pool, name: &str) -> anyhow::Result<()> {
    let mut client = pool.get().await?;
    let tx = client.transaction().await?; //~ transaction-not-finished
    let insert = tx.prepare("INSERT INTO users (name) VALUES ($1)").await?;
    tx.execute(&insert, &[&name]).await?;
    Ok(())
}
