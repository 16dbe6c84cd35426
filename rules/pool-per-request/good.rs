use axum::extract::{Path, State};
use sqlx::PgPool;

pub async fn user(State(pool): State<PgPool>, Path(id): Path<i64>) -> Result<String, sqlx::Error> {
    sqlx::query("SELECT name FROM users WHERE id = $1").bind(id).fetch_one(&pool).await?;
    Ok(String::new())
}
