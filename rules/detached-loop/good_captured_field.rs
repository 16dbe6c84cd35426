//! Edition 2021: `async move` captures only `self.id`, not the whole `self` with its sender,
//! so that the channel closes when the runner is dropped.
use tokio::sync::mpsc;
pub struct Runner { id: u32, tx: mpsc::Sender<u32> }
impl Runner {
    pub async fn run(self, mut queue: mpsc::Receiver<u32>, mut stop: mpsc::Receiver<()>) {
        tokio::spawn(async move {
            while let Some(v) = queue.recv().await {
                println!("{} {v}", self.id);
            }
        });
        let _ = self.tx.send(1).await;
        stop.recv().await;
    }
}
pub async fn start(stop: mpsc::Receiver<()>) {
    let (tx, rx) = mpsc::channel(8);
    Runner { id: 1, tx }.run(rx, stop).await
}

fn main() {}
