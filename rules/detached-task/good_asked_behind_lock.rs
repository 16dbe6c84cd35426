//! The handle is kept behind a lock, and the next caller asks whether its task has ended.
use std::sync::{Arc, Mutex};
use tokio::task::JoinHandle;

#[derive(Default)]
pub struct Token {
    cache: Arc<Mutex<String>>,
    refresh: Arc<tokio::sync::Mutex<Option<JoinHandle<()>>>>,
}

impl Token {
    pub fn get(&self) -> String {
        let token = self.cache.lock().unwrap().clone();
        let refresh_lock = self.refresh.try_lock();
        if let Ok(mut task) = refresh_lock {
            if task.is_some() && !task.as_ref().unwrap().is_finished() {
                return token;
            }
            let cache = self.cache.clone();
            *task = Some(tokio::spawn(async move {
                let fresh = tokio::fs::read_to_string("token").await.unwrap();
                *cache.lock().unwrap() = fresh;
            }));
        }
        token
    }
}
