//! What is gathered in a round is written in the same round.

use tokio::sync::mpsc;

async fn write(lines: Vec<String>) -> Vec<String> {
    println!("{lines:?}");
    lines
}

async fn run(mut rx: mpsc::Receiver<String>, mut stop: mpsc::Receiver<()>) {
    let mut batch: Vec<String> = Vec::with_capacity(64);
    loop {
        let first = tokio::select! {
            _ = stop.recv() => return,
            line = rx.recv() => match line {
                Some(line) => line,
                None => return,
            },
        };
        batch.push(first);
        while batch.len() < 64 {
            match rx.try_recv() {
                Ok(line) => batch.push(line),
                Err(_) => break,
            }
        }
        let owned = std::mem::take(&mut batch);
        let mut returned = write(owned).await;
        returned.clear();
        batch = returned;
    }
}
