use axum::extract::Path;
use sqlx::PgPool;

pub struct Store {
    pool: PgPool,
}

impl Store {
    pub async fn open(url: &str) -> Result<Self, sqlx::Error> {
        let pool = PgPool::connect(url).await?; //~ pool-per-request
        Ok(Store { pool })
    }

    pub async fn count(&self) -> Result<i64, sqlx::Error> {
        sqlx::query_scalar("SELECT count(*) FROM users").fetch_one(&self.pool).await
    }
}

pub async fn users(Path(tenant): Path<String>) -> String {
    let Ok(store) = Store::open(&tenant).await else { return String::new() };
    store.count().await.map_or_else(|error| error.to_string(), |count| count.to_string())
}
