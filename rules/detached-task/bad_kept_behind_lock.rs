//! A number is kept behind the lock, and no handle.
use std::sync::{Arc, Mutex};

#[derive(Default)]
pub struct Token {
    cache: Arc<Mutex<String>>,
    refresh: Arc<tokio::sync::Mutex<Option<u64>>>,
}

impl Token {
    pub fn get(&self) -> String {
        let token = self.cache.lock().unwrap().clone();
        let refresh_lock = self.refresh.try_lock();
        if let Ok(mut task) = refresh_lock {
            let cache = self.cache.clone();
            *task = Some(1);
            tokio::spawn(async move { //~ detached-task
                let fresh = tokio::fs::read_to_string("token").await.unwrap();
                *cache.lock().unwrap() = fresh;
            });
        }
        token
    }
}
