//! A task of its own goes on without the client, and a guard goes with the handler.

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

struct Syncing(App, String);

impl Drop for Syncing {
    fn drop(&mut self) {
        self.0.syncing.lock().unwrap().remove(&self.1);
    }
}

pub async fn sync(State(app): State<App>, Path(name): Path<String>) -> &'static str {
    if !app.syncing.lock().unwrap().insert(name.clone()) {
        return "busy";
    }
    let _syncing = Syncing(app.clone(), name.clone());
    let outcome = app.http.post(&name).send().await;
    if outcome.is_ok() { "ok" } else { "failed" }
}

async fn fetch(app: App) -> bool {
    app.active.fetch_add(1, Ordering::Relaxed);
    let outcome = app.http.get("http://localhost").send().await;
    app.active.fetch_sub(1, Ordering::Relaxed);
    outcome.is_ok()
}

pub async fn show(State(app): State<App>) -> &'static str {
    match tokio::spawn(fetch(app)).await {
        Ok(true) => "ok",
        _ => "failed",
    }
}
