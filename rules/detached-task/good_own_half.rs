//! Work that is one half of a pair whose other half somebody has.

use futures::FutureExt;
use futures::future::{AbortHandle, Abortable};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::sleep;

async fn load(url: &str) {
    sleep(Duration::from_secs(1)).await;
    println!("{url}");
}

/// `forget` says that it is meant.
pub fn forgotten(url: String) {
    let (work, handle) = async move { load(&url).await }.remote_handle();
    tokio::spawn(work);
    handle.forget();
}

pub struct Downloads {
    active: Arc<Mutex<HashMap<String, AbortHandle>>>,
}

impl Downloads {
    /// The task waits for what `cancel` aborts.
    pub fn start(&self, url: String) {
        let (handle, registration) = AbortHandle::new_pair();
        self.active.lock().unwrap().insert(url.clone(), handle);
        let active = self.active.clone();
        tokio::spawn(async move {
            let _ = Abortable::new(load(&url), registration).await;
            active.lock().unwrap().remove(&url);
        });
    }

    pub fn cancel(&self, url: &str) {
        if let Some(handle) = self.active.lock().unwrap().get(url) {
            handle.abort();
        }
    }
}
