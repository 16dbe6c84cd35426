use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

async fn write(mut jobs: mpsc::Receiver<String>, stop: CancellationToken) {
    while let Some(Some(job)) = stop.run_until_cancelled(jobs.recv()).await { //~ undrained-receiver
        tokio::fs::write("job", job).await.unwrap();
    }
}

pub async fn run(stop: CancellationToken) {
    let (tx, rx) = mpsc::channel(64);
    let writer = tokio::spawn(write(rx, stop.clone()));
    let _ = tx.send("first".to_owned()).await;
    stop.cancel();
    writer.await.unwrap();
}
