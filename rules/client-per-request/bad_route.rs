//! The handler is a closure.

use axum::Router;
use axum::routing::get;

pub fn routes() -> Router {
    Router::new().route("/news", get(|| async { news(&reqwest::Client::new()).await })) //~ client-per-request
}

async fn news(client: &reqwest::Client) -> String {
    client.get("http://localhost/news").send().await.unwrap().text().await.unwrap()
}
