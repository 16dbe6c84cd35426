use sqlx::PgPool;

pub async fn open() -> Result<PgPool, sqlx::Error> {
    PgPool::connect("postgres://localhost").await //~ pool-defaults
}
