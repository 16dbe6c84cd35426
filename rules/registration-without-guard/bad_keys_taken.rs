//! A set of the names that somebody works on: the client hangs up, and the name is taken for ever.

use axum::extract::{Path, State};
use std::collections::HashSet;
use std::sync::{Arc, Mutex};

#[derive(Clone, Default)]
pub struct App {
    syncing: Arc<Mutex<HashSet<String>>>,
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

pub async fn build(app: &App, name: String) -> reqwest::Result<()> {
    app.syncing.lock().unwrap().insert(name.clone()); //~ registration-without-guard
    app.http.post(&name).send().await?;
    app.syncing.lock().unwrap().remove(&name);
    Ok(())
}
