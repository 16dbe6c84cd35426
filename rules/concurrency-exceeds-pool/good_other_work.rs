use futures::stream::{self, StreamExt};
use sqlx::PgPool;

pub async fn open() -> Result<PgPool, sqlx::Error> {
    PgPool::connect("postgres://localhost").await
}

pub async fn count_all(words: Vec<String>) -> Vec<usize> {
    stream::iter(words).map(|word| async move { word.len() }).buffer_unordered(500).collect().await
}
