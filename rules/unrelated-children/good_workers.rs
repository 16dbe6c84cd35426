//! Workers of one kind on one queue are one unit.

use std::io;
use std::sync::Arc;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinSet;

type Queue = Arc<Mutex<mpsc::Receiver<u64>>>;

async fn work(queue: Queue) -> io::Result<()> {
    loop {
        let job = queue.lock().await.recv().await;
        match job {
            Some(0) => return Err(io::Error::other("poisoned job")),
            Some(job) => println!("{job}"),
            None => return Ok(()),
        }
    }
}

async fn pool(jobs: mpsc::Receiver<u64>) -> io::Result<()> {
    let queue = Arc::new(Mutex::new(jobs));
    let mut workers = JoinSet::new();
    for _ in 0..4 {
        workers.spawn(work(Arc::clone(&queue)));
    }
    while let Some(ended) = workers.join_next().await {
        ended??;
    }
    Ok(())
}
