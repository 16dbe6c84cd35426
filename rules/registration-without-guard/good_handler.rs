//! The entry goes with the handler.

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

struct Waiting(Calls, u64);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.waiting.lock().unwrap().remove(&self.1);
    }
}

pub async fn call(State(calls): State<Calls>, Path(id): Path<u64>) -> String {
    let (tx, rx) = oneshot::channel();
    calls.waiting.lock().unwrap().insert(id, tx);
    let _waiting = Waiting(calls.clone(), id);
    rx.await.unwrap_or_default()
}
