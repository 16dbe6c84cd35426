use std::time::Duration;
use tokio::sync::{Mutex, Notify, mpsc};

pub struct State {
    count: Mutex<u32>,
    changed: Notify,
    out: mpsc::Sender<u32>,
}

impl State {
    pub async fn wait(&self) {
        *self.count.lock().await += 1;
        tokio::select! {
            () = self.changed.notified() => {}
            () = self.out.closed() => {}
        }
    }

    // It takes a moment at most.
    pub async fn limited(&self) {
        let mut count = self.count.lock().await;
        *count += 1;
        tokio::select! {
            () = self.changed.notified() => {}
            () = tokio::time::sleep(Duration::from_millis(5)) => {}
        }
    }
}
