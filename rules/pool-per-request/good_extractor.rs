use axum::extract::FromRequestParts;
use axum::http::{StatusCode, request::Parts};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;

pub struct Database(pub PgPool);

impl FromRequestParts<PgPool> for Database {
    type Rejection = StatusCode;

    async fn from_request_parts(_: &mut Parts, pool: &PgPool) -> Result<Self, StatusCode> {
        Ok(Self(pool.clone()))
    }
}

pub async fn start() -> sqlx::Result<PgPool> {
    PgPoolOptions::new().max_connections(4).connect("postgres://db").await
}
