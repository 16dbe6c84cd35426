//! The one who receives keeps a sender, so that the channel cannot close.

use tokio::sync::mpsc;

struct Worker {
    tx: mpsc::Sender<u64>,
    rx: mpsc::Receiver<u64>,
}

impl Worker {
    fn new() -> Self {
        let (tx, rx) = mpsc::channel(8);
        Self { tx, rx }
    }

    fn sender(&self) -> mpsc::Sender<u64> {
        self.tx.clone()
    }

    async fn run(mut self) {
        loop {
            if let Some(job) = self.rx.recv().await {
                println!("{job}");
                if job == 0 {
                    return;
                }
            }
        }
    }
}
