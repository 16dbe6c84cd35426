use sqlx::PgPool;

pub async fn tag(pool: &PgPool, id: i64, tags: Vec<String>) -> Result<(), sqlx::Error> {
    let mut tx = pool.begin().await?;
    for tag in &tags {
        sqlx::query("INSERT INTO tags (id, tag) VALUES ($1, $2)")
            .bind(id)
            .bind(tag)
            .execute(&mut *tx) //~ query-in-loop
            .await?;
    }
    tx.commit().await
}
