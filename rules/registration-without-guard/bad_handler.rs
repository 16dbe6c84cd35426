//! A client that hangs up leaves its entry behind: the server drops the handler.

use axum::extract::{Path, State};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::oneshot;

#[derive(Clone, Default)]
pub struct Calls {
    waiting: Arc<Mutex<HashMap<u64, oneshot::Sender<String>>>>,
}

impl Calls {
    pub fn answer(&self, id: u64, text: String) {
        if let Some(caller) = self.waiting.lock().unwrap().remove(&id) {
            let _ = caller.send(text);
        }
    }
}

pub async fn call(State(calls): State<Calls>, Path(id): Path<u64>) -> String {
    let (tx, rx) = oneshot::channel();
    calls.waiting.lock().unwrap().insert(id, tx); //~ registration-without-guard
    let answer = rx.await;
    calls.waiting.lock().unwrap().remove(&id);
    answer.unwrap_or_default()
}
