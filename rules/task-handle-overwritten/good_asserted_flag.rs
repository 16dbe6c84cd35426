//! `init` runs once: its only caller asserts the flag that it sets.
use tokio::task::JoinHandle;
pub struct Worker {
    ready: bool,
    load: Option<JoinHandle<()>>,
}
pub enum Job {
    Init,
    Stop,
}
impl Worker {
    pub async fn work(&mut self, mut rx: tokio::sync::mpsc::Receiver<Job>) {
        while let Some(j) = rx.recv().await {
            match j {
                Job::Init => {
                    assert!(!self.ready);
                    self.init().await;
                }
                Job::Stop => break,
            }
        }
        if let Some(h) = self.load.take() {
            h.abort();
        }
    }
    async fn init(&mut self) {
        self.load = Some(tokio::spawn(async {
            loop {
                tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            }
        }));
        self.ready = true;
    }
}

fn main() {}
