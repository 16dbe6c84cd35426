use axum::Json;
use futures::stream::{self, StreamExt};

async fn check_links(Json(urls): Json<Vec<String>>) -> String {
    let answers: Vec<_> = stream::iter(&urls).map(|url| reqwest::get(url)).buffer_unordered(16).collect().await;
    format!("{} answered", answers.iter().filter(|answer| answer.is_ok()).count())
}
