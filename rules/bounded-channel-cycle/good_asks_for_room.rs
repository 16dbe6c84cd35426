//! Room is asked for before each send.

use tokio::sync::mpsc;

async fn worker(jobs: async_channel::Receiver<u64>, done: mpsc::Sender<u64>) {
    while let Ok(job) = jobs.recv().await {
        if done.send(job * 2).await.is_err() {
            return;
        }
    }
}

pub async fn coordinate() {
    let (jobs_tx, jobs_rx) = async_channel::bounded(8);
    let (done_tx, mut done_rx) = mpsc::channel(8);
    let task = tokio::spawn(worker(jobs_rx, done_tx));
    let mut next = 0u64;
    loop {
        while !jobs_tx.is_full() {
            if jobs_tx.send(next).await.is_err() {
                return;
            }
            next += 1;
        }
        let Some(result) = done_rx.recv().await else { break };
        println!("{result}");
    }
    let _ = task.await.is_ok();
}
