use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

async fn write(mut jobs: mpsc::Receiver<String>, stop: CancellationToken) {
    while let Some(Some(job)) = stop.run_until_cancelled(jobs.recv()).await {
        tokio::fs::write("job", job).await.unwrap();
    }
    jobs.close();
    while let Some(job) = jobs.recv().await {
        tokio::fs::write("job", job).await.unwrap();
    }
}

// What is lost is shown again in the next round.
async fn show(mut sizes: mpsc::Receiver<u64>, stop: CancellationToken) {
    while let Some(Some(size)) = stop.run_until_cancelled(sizes.recv()).await {
        println!("{size}");
    }
}

pub async fn run(stop: CancellationToken) {
    let (tx, rx) = mpsc::channel(64);
    let (size, sizes) = mpsc::channel(64);
    let writer = tokio::spawn(write(rx, stop.clone()));
    let shown = tokio::spawn(show(sizes, stop.clone()));
    let _ = tx.send("first".to_owned()).await;
    let _ = size.send(1).await;
    stop.cancel();
    writer.await.unwrap();
    shown.await.unwrap();
}
