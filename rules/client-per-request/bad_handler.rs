use axum::Json;
use std::time::Duration;

pub async fn proxy(Json(url): Json<String>) -> String {
    load(&url).await.unwrap_or_default()
}

async fn load(url: &str) -> Result<String, reqwest::Error> {
    let client = reqwest::Client::builder().timeout(Duration::from_secs(5)).build()?; //~ client-per-request
    client.get(url).send().await?.text().await
}
