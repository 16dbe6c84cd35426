use tokio::sync::mpsc;

struct Job {
    parts: Vec<Job>,
}

pub fn start() -> mpsc::Sender<Job> {
    let (tx, mut rx) = mpsc::channel::<Job>(16);
    let own = tx.clone();
    tokio::spawn(async move {
        while let Some(job) = rx.recv().await {
            for part in job.parts {
                if own.send(part).await.is_err() { //~ self-send-deadlock
                    return;
                }
            }
        }
    });
    tx
}
