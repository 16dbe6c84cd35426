use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::sleep;

struct Cache {
    entries: Mutex<Vec<u64>>,
    refresher: Mutex<Option<JoinHandle<()>>>,
}

impl Cache {
    fn refresh(&self) {
        self.entries.lock().unwrap().push(1);
    }

    fn start(self: &Arc<Self>) {
        let this = Arc::clone(self);
        let task = tokio::spawn(async move { //~ task-keeps-owner-alive
            loop {
                sleep(Duration::from_secs(60)).await;
                this.refresh();
            }
        });
        *self.refresher.lock().unwrap() = Some(task);
    }
}

impl Drop for Cache {
    fn drop(&mut self) {
        if let Some(task) = self.refresher.lock().unwrap().take() {
            task.abort();
        }
    }
}
