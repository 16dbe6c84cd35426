use sqlx::postgres::{PgPool, PgPoolOptions};

pub async fn open(size: u32) -> Result<PgPool, sqlx::Error> {
    PgPoolOptions::new().max_connections(size).connect("postgres://localhost").await
}
