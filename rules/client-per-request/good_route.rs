//! The closure takes the client along.

use axum::Router;
use axum::routing::get;

pub fn routes() -> Router {
    let client = reqwest::Client::new();
    Router::new().route("/news", get(move || async move { news(&client).await }))
}

async fn news(client: &reqwest::Client) -> String {
    client.get("http://localhost/news").send().await.unwrap().text().await.unwrap()
}
