use axum::Json;
use futures::future::join_all;

async fn check_links(Json(urls): Json<Vec<String>>) -> String {
    let answers = join_all(urls.iter().map(|url| reqwest::get(url))).await; //~ unbounded-join-all
    format!("{} answered", answers.iter().filter(|answer| answer.is_ok()).count())
}
