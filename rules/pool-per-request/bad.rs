use axum::extract::Path;
use sqlx::PgPool;

pub async fn user(Path(id): Path<i64>) -> Result<String, sqlx::Error> {
    let pool = PgPool::connect("postgres://localhost").await?; //~ pool-per-request
    sqlx::query("SELECT name FROM users WHERE id = $1").bind(id).fetch_one(&pool).await?;
    Ok(String::new())
}
