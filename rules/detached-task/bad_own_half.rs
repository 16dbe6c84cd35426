//! Work that nobody has the other half of.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::sleep;

async fn load(url: &str) {
    sleep(Duration::from_secs(1)).await;
    println!("{url}");
}

pub struct Downloads {
    active: Arc<Mutex<HashSet<String>>>,
}

impl Downloads {
    pub fn start(&self, url: String) {
        self.active.lock().unwrap().insert(url.clone());
        let active = self.active.clone();
        tokio::spawn(async move { //~ detached-task
            load(&url).await;
            active.lock().unwrap().remove(&url);
        });
    }
}
