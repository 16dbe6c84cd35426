//! Of two transactions the one that writes is not committed.

use sqlx::PgPool;

pub async fn rebuild(db: &PgPool, copy: &PgPool) -> Result<(), sqlx::Error> {
    let mut read = copy.begin().await?;
    let mut write = db.begin().await?; //~ transaction-not-finished
    sqlx::query("DELETE FROM tag").execute(&mut *write).await?;
    let n: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM event").fetch_one(&mut *read).await?;
    sqlx::query("INSERT INTO tag (n) VALUES ($1)").bind(n).execute(&mut *write).await?;
    read.commit().await?;
    Ok(())
}
