use tokio::sync::mpsc;

struct Job(u32);

/// Keeps a weak sender, so that jobs can be put back.
struct Worker {
    jobs: mpsc::Receiver<Job>,
    again: mpsc::WeakSender<Job>,
}

impl Worker {
    fn new() -> (mpsc::Sender<Job>, Self) {
        let (tx, rx) = mpsc::channel(16);
        let again = tx.downgrade();
        (tx, Self { jobs: rx, again })
    }

    async fn run(mut self) {
        while let Some(job) = self.jobs.recv().await {
            if let Some(again) = self.again.upgrade()
                && job.0 > 0
            {
                let _ = again.try_send(Job(job.0 - 1));
            }
        }
    }
}

#[tokio::main]
async fn main() {
    let (jobs, worker) = Worker::new();
    let worker = tokio::spawn(worker.run());
    let _ = jobs.send(Job(3)).await;
    drop(jobs);
    worker.await.unwrap();
}
