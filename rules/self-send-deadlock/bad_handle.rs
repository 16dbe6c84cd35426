use tokio::sync::mpsc;

#[derive(Clone)]
pub struct Queue(mpsc::Sender<u32>);

impl Queue {
    pub async fn push(&self, job: u32) {
        let _ = self.0.send(job).await;
    }
}

async fn run(mut jobs: mpsc::Receiver<u32>, queue: Queue) {
    while let Some(job) = jobs.recv().await {
        if job > 0 {
            queue.push(job - 1).await; //~ self-send-deadlock
        }
    }
}

pub async fn start() {
    let (tx, rx) = mpsc::channel(10);
    let queue = Queue(tx);
    let worker = tokio::spawn(run(rx, queue.clone()));
    for job in 0..99 {
        queue.push(job).await;
    }
    worker.abort();
}
