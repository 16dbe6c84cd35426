use sqlx::{PgPool, Postgres, Transaction};

async fn begin(pool: &PgPool) -> sqlx::Result<Transaction<'static, Postgres>> {
    pool.begin().await
}

pub async fn by_a_function(pool: &PgPool, name: &str) -> sqlx::Result<()> {
    let mut tx = begin(pool).await?;
    sqlx::query("INSERT INTO users (name) VALUES ($1)").bind(name).execute(&mut *tx).await?;
    tx.commit().await
}

pub async fn prepared(pool: &deadpool_postgres::Pool, name: &str) -> anyhow::Result<()> {
    let mut client = pool.get().await?;
    let tx = client.transaction().await?;
    let insert = tx.prepare("INSERT INTO users (name) VALUES ($1)").await?;
    tx.execute(&insert, &[&name]).await?;
    tx.commit().await?;
    Ok(())
}

pub async fn that_only_reads(pool: &deadpool_postgres::Pool) -> anyhow::Result<i64> {
    let mut client = pool.get().await?;
    let tx = client.transaction().await?;
    let count = tx.prepare("SELECT count(*) FROM users").await?;
    Ok(tx.query_one(&count, &[]).await?.get(0))
}
