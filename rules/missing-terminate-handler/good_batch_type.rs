//! The batch is a type of its own, and written behind the loop, too.

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
    loop {
        tokio::select! {
            row = rx.recv() => match row {
                Some(row) => rows.add(row),
                None => break,
            },
            _ = beat.tick() => rows.flush().await,
        }
    }
    rows.flush().await;
}

/// Pieces of a frame: what did not become a whole one is worth nothing.
#[derive(Default)]
struct Pieces {
    pieces: Vec<u8>,
}

impl Pieces {
    fn add(&mut self, piece: u8) -> Option<Vec<u8>> {
        self.pieces.push(piece);
        (piece == 0).then(|| self.pieces.drain(..).collect())
    }
}

async fn frames(mut rx: mpsc::Receiver<u8>) {
    let mut pieces = Pieces::default();
    while let Some(piece) = rx.recv().await {
        if let Some(frame) = pieces.add(piece) {
            tokio::fs::write("frame", frame).await.ok();
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
    let (tx, rx) = mpsc::channel(4);
    let task = tokio::spawn(frames(rx));
    tx.send(1).await.ok();
    drop(tx);
    task.await.ok();
}
