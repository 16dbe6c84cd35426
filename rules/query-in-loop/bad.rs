use sqlx::PgPool;

pub async fn touch(pool: &PgPool, ids: Vec<i64>) -> Result<(), sqlx::Error> {
    for id in ids {
        sqlx::query("UPDATE a SET seen = now() WHERE id = $1").bind(id).execute(pool).await?; //~ query-in-loop
    }
    Ok(())
}
