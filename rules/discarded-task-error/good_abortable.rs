//! That it was aborted is no error: whoever aborts it knows.

use futures::future::{abortable, AbortHandle};
use std::sync::Mutex;
use std::time::Duration;

#[derive(Default)]
pub struct Discovery {
    running: Mutex<Option<AbortHandle>>,
}

impl Discovery {
    pub fn restart(&self) {
        let (task, handle) = abortable(async {
            for _ in 0..10 {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
        if let Some(old) = self.running.lock().unwrap().replace(handle) {
            old.abort();
        }
        tokio::spawn(task);
    }
}
