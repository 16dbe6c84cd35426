use axum::extract::FromRequestParts;
use axum::http::{StatusCode, request::Parts};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;

pub struct Database(pub PgPool);

impl<S: Send + Sync> FromRequestParts<S> for Database {
    type Rejection = StatusCode;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        let options = PgPoolOptions::new().max_connections(4);
        let pool = options.connect("postgres://db").await; //~ pool-per-request
        Ok(Self(pool.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?))
    }
}
