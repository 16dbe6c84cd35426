use sqlx::postgres::{PgPool, PgPoolOptions};

pub async fn open() -> Result<PgPool, sqlx::Error> {
    PgPoolOptions::new().max_connections(20).connect("postgres://localhost").await
}
