use actix_web::web::Json;
use sqlx::postgres::{PgPool, PgPoolOptions};

async fn connect() -> Result<PgPool, sqlx::Error> {
    PgPoolOptions::new().max_connections(5).connect("postgres://localhost").await //~ pool-per-request
}

pub async fn create(user: Json<String>) -> Result<u64, sqlx::Error> {
    let pool = connect().await?;
    sqlx::query("INSERT INTO users (name) VALUES ($1)").bind(user.len().to_string()).execute(&pool).await?;
    Ok(1)
}

pub async fn import(names: Vec<String>) -> Result<(), sqlx::Error> {
    for name in names {
        let pool = PgPool::connect_lazy("postgres://localhost")?; //~ pool-per-request
        sqlx::query("INSERT INTO users (name) VALUES ($1)").bind(name).execute(&pool).await?;
    }
    Ok(())
}
