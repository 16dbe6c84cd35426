use sqlx::postgres::{PgPool, PgPoolOptions};

pub async fn open() -> Result<PgPool, sqlx::Error> {
    PgPoolOptions::new().max_connections(1000).connect("postgres://localhost").await //~ pool-size-out-of-range
}
