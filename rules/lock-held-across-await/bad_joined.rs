use tokio::sync::{Mutex, Notify, mpsc};

pub struct State {
    count: Mutex<u32>,
    changed: Notify,
    out: mpsc::Sender<u32>,
}

impl State {
    pub async fn wait(&self) {
        let mut count = self.count.lock().await; //~ lock-held-across-await
        *count += 1;
        tokio::select! {
            () = self.changed.notified() => {}
            () = self.out.closed() => {}
        }
    }

    pub async fn both(&self) {
        let mut count = self.count.lock().await; //~ lock-held-across-await
        *count += 1;
        tokio::join!(self.changed.notified(), self.out.closed());
    }
}
