use sqlx::PgPool;

const TABLES: [&str; 2] = ["users", "orders"];

// Each round is a statement of its own.
pub async fn clear(pool: &PgPool, id: i64) -> Result<(), sqlx::Error> {
    for statement in include_str!("schema.sql").split(';') {
        sqlx::query(statement).execute(pool).await?;
    }
    for table in TABLES {
        sqlx::query(&format!("DELETE FROM {table} WHERE id = $1")).bind(id).execute(pool).await?;
    }
    Ok(())
}
