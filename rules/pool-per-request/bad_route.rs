//! The handler is a closure, or its attribute has a whole path.

use axum::Router;
use axum::routing::get;
use sqlx::PgPool;

pub fn routes() -> Router {
    Router::new().route(
        "/users",
        get(|| async {
            let pool = PgPool::connect("postgres://localhost").await.unwrap(); //~ pool-per-request
            count(&pool).await
        }),
    )
}

#[actix_web::get("/visits")]
pub async fn visits() -> String {
    let pool = PgPool::connect("postgres://localhost").await.unwrap(); //~ pool-per-request
    count(&pool).await
}

async fn count(pool: &PgPool) -> String {
    let n: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM users").fetch_one(pool).await.unwrap();
    n.to_string()
}
