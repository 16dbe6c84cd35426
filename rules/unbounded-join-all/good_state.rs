//! How many there are is up to the server itself: its state is no request, although each handler is given it.

use axum::extract::State;
use axum::{Extension, Json};
use futures::future::join_all;
use std::sync::Arc;

pub struct Peers {
    urls: Vec<String>,
}

pub async fn ready(State(peers): State<Arc<Peers>>) -> Json<usize> {
    let answers = join_all(peers.urls.iter().map(|url| reqwest::get(url.clone()))).await;
    Json(answers.iter().flatten().count())
}

pub async fn healthy(peers: Extension<Arc<Peers>>) -> Json<bool> {
    let mut asking = Vec::new();
    for url in &peers.0.urls {
        let one = reqwest::get(url.clone());
        asking.push(one);
    }
    Json(join_all(asking).await.iter().all(|answer| answer.is_ok()))
}
