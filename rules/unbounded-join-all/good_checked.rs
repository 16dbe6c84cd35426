use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use futures::future::join_all;

#[derive(serde::Deserialize)]
pub struct Request {
    urls: Vec<String>,
}

async fn get(url: &String) -> bool {
    reqwest::get(url).await.is_ok()
}

async fn all(Json(urls): Json<Vec<String>>) -> Result<Json<Vec<bool>>, StatusCode> {
    if urls.len() > 20 {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    Ok(Json(join_all(urls.iter().map(get)).await))
}

async fn first(Json(mut request): Json<Request>) -> Json<Vec<bool>> {
    request.urls.truncate(20);
    Json(join_all(request.urls.iter().map(get)).await)
}

pub fn app() -> Router {
    Router::new().route("/all", post(all)).route("/first", post(first))
}
