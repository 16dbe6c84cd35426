//! The server drops a handler with its client, at whichever wait it stands.

use axum::extract::{Path, State};
use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

#[derive(Clone, Default)]
pub struct App {
    syncing: Arc<Mutex<HashSet<String>>>,
    active: Arc<AtomicU64>,
    http: reqwest::Client,
}

pub async fn sync(State(app): State<App>, Path(name): Path<String>) -> &'static str {
    if !app.syncing.lock().unwrap().insert(name.clone()) { //~ registration-without-guard
        return "busy";
    }
    let outcome = app.http.post(&name).send().await;
    app.syncing.lock().unwrap().remove(&name);
    if outcome.is_ok() { "ok" } else { "failed" }
}

async fn fetch(app: &App) -> bool {
    app.active.fetch_add(1, Ordering::Relaxed); //~ cleanup-without-guard
    let outcome = app.http.get("http://localhost").send().await;
    app.active.fetch_sub(1, Ordering::Relaxed);
    outcome.is_ok()
}

pub async fn show(State(app): State<App>) -> &'static str {
    if fetch(&app).await { "ok" } else { "failed" }
}
