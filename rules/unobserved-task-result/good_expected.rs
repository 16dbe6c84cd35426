use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

async fn consume(mut rx: mpsc::Receiver<u32>) {
    while let Some(number) = rx.recv().await {
        println!("{number}");
    }
}

async fn tick() -> Result<(), String> {
    loop {
        sleep(Duration::from_secs(1)).await;
    }
}

// Aborted: it ends with an error.
async fn aborted() {
    let task = tokio::spawn(tick());
    sleep(Duration::from_secs(1)).await;
    task.abort();
    let _ = task.await;
}

// Told to end, and waited for.
async fn told(numbers: Vec<u32>) {
    let (tx, rx) = mpsc::channel(4);
    let task = tokio::spawn(consume(rx));
    for number in numbers {
        let _ = tx.send(number).await;
    }
    drop(tx);
    let _ = task.await;
}

async fn cancelled(token: CancellationToken) {
    let stop = token.clone();
    let task = tokio::spawn(async move { stop.cancelled().await });
    token.cancel();
    _ = task.await;
}

// Not tasks.
async fn others(done: oneshot::Receiver<()>) {
    let _ = done.await;
    let _ = sleep(Duration::from_secs(1)).await;
}
