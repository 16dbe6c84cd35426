use axum::extract::{Path, State};
use sqlx::PgPool;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::{Mutex, OnceCell};

static POOL: OnceCell<PgPool> = OnceCell::const_new();

pub struct App {
    tenants: Mutex<HashMap<i64, PgPool>>,
}

pub async fn tenant(State(app): State<Arc<App>>, Path(id): Path<i64>) -> Result<(), sqlx::Error> {
    let pool = PgPool::connect("postgres://localhost").await?;
    app.tenants.lock().await.insert(id, pool);
    Ok(())
}

pub async fn cached(Path(_): Path<i64>) -> Result<(), sqlx::Error> {
    POOL.get_or_try_init(|| async { PgPool::connect("postgres://localhost").await }).await?;
    Ok(())
}

pub async fn start() -> PgPool {
    loop {
        if let Ok(pool) = PgPool::connect("postgres://localhost").await {
            return pool;
        }
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
}

#[tokio::main]
async fn main() {
    let pool = start().await;
    pool.close().await;
}
