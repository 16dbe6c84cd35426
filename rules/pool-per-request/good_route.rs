//! The closure is a handler and takes the pool along; another closure is no handler.

use axum::Router;
use axum::routing::get;
use sqlx::PgPool;
use tokio::sync::OnceCell;

static POOL: OnceCell<PgPool> = OnceCell::const_new();

pub async fn routes() -> Router {
    let pool = PgPool::connect("postgres://localhost").await.unwrap();
    Router::new()
        .route("/users", get(move || async move { count(&pool).await }))
        .route("/visits", get(|| async { count(shared().await).await }))
}

async fn shared() -> &'static PgPool {
    POOL.get_or_init(|| async { PgPool::connect("postgres://localhost").await.unwrap() }).await
}

async fn count(pool: &PgPool) -> String {
    let n: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM users").fetch_one(pool).await.unwrap();
    n.to_string()
}
