use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::sleep;
use tokio_util::task::AbortOnDropHandle;

async fn beat(address: String) {
    loop {
        sleep(Duration::from_secs(1)).await;
        println!("ping {address}");
    }
}

async fn consume(mut rx: mpsc::Receiver<u32>) {
    while let Some(number) = rx.recv().await {
        println!("{number}");
    }
}

struct Parts {
    guarded: Option<AbortOnDropHandle<()>>,
    plain: Option<JoinHandle<()>>,
    once: Option<JoinHandle<()>>,
    worker: Option<JoinHandle<()>>,
    tx: Option<mpsc::Sender<u32>>,
}

impl Parts {
    // A new value: there is no old task.
    fn new() -> Self {
        let mut parts = Self { guarded: None, plain: None, once: None, worker: None, tx: None };
        parts.plain = Some(tokio::spawn(beat(String::new())));
        parts
    }

    fn stop(&mut self) {
        if let Some(task) = self.plain.take() {
            task.abort();
        }
    }

    async fn run(&mut self, mut lost: mpsc::Receiver<String>) {
        while let Some(address) = lost.recv().await {
            // Aborted when it is overwritten.
            self.guarded = Some(AbortOnDropHandle::new(tokio::spawn(beat(address.clone()))));
            // Ended in a function that is called before.
            self.stop();
            self.plain = Some(tokio::spawn(beat(address.clone())));
            // Only where there is none.
            if self.once.is_none() {
                self.once = Some(tokio::spawn(beat(address)));
            }
            // The old channel closes with the old sender, and its task ends.
            let (tx, rx) = mpsc::channel(8);
            self.worker = Some(tokio::spawn(consume(rx)));
            self.tx = Some(tx);
        }
        for task in [self.once.take(), self.worker.take(), self.plain.take()].into_iter().flatten() {
            task.abort();
        }
    }
}
