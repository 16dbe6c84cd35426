//! The batch is a type of its own, which the loop fills and writes through methods.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::interval;

#[derive(Default)]
struct Rows {
    rows: Vec<u64>,
}

impl Rows {
    fn add(&mut self, row: u64) {
        self.rows.push(row);
    }

    async fn flush(&mut self) {
        tokio::fs::write("rows", format!("{:?}", self.rows)).await.ok();
        self.rows.clear();
    }
}

async fn gather(mut rx: mpsc::Receiver<u64>) {
    let mut rows = Rows::default();
    let mut beat = interval(Duration::from_secs(5));
    loop { //~ missing-terminate-handler
        tokio::select! {
            row = rx.recv() => match row {
                Some(row) => rows.add(row),
                None => break,
            },
            _ = beat.tick() => rows.flush().await,
        }
    }
}

#[tokio::main]
async fn main() {
    let (tx, rx) = mpsc::channel(4);
    let task = tokio::spawn(gather(rx));
    tx.send(1).await.ok();
    drop(tx);
    task.await.ok();
}
