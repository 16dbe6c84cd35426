//! A guard gives the name back, whoever drops the handler.

use axum::extract::{Path, State};
use std::collections::HashSet;
use std::sync::{Arc, Mutex};

#[derive(Clone, Default)]
pub struct App {
    syncing: Arc<Mutex<HashSet<String>>>,
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
