//! The same writers, flushed behind the loop.

use tokio::fs::File;
use tokio::io::{AsyncWriteExt, BufWriter};
use tokio::sync::mpsc;

async fn record(mut out: BufWriter<File>, mut rx: mpsc::Receiver<String>) {
    while let Some(line) = rx.recv().await {
        out.write_all(line.as_bytes()).await.ok();
    }
    out.flush().await.ok();
}

struct Recorder {
    out: BufWriter<File>,
}

impl Recorder {
    async fn line(&mut self, line: &str) {
        self.out.write_all(line.as_bytes()).await.ok();
    }

    async fn run(mut self, mut rx: mpsc::Receiver<String>) {
        while let Some(line) = rx.recv().await {
            self.line(&line).await;
        }
        self.out.flush().await.ok();
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let (tx, rx) = mpsc::channel(4);
    let (other, others) = mpsc::channel(4);
    let one = tokio::spawn(record(BufWriter::new(File::create("a").await?), rx));
    let two = tokio::spawn(Recorder { out: BufWriter::new(File::create("b").await?) }.run(others));
    tx.send("a".into()).await.ok();
    other.send("b".into()).await.ok();
    drop((tx, other));
    one.await?;
    two.await?;
    Ok(())
}
