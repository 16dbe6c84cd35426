use tokio::sync::mpsc;
use tokio::task::JoinSet;

async fn run(job: u64) -> Result<u64, String> {
    if job == 0 { Err("nothing to do".to_owned()) } else { Ok(job) }
}

async fn dispatch(mut jobs: mpsc::Receiver<u64>) {
    let mut workers = JoinSet::new();
    loop {
        tokio::select! {
            Some(result) = workers.join_next() => {
                if let Err(error) = result {
                    eprintln!("a worker panicked: {error}");
                }
            }
            job = jobs.recv() => match job {
                Some(job) => {
                    workers.spawn(run(job));
                }
                None => break,
            },
        }
    }
}

async fn sum(jobs: Vec<u64>) -> u64 {
    let mut workers = JoinSet::new();
    for job in jobs {
        workers.spawn(run(job));
    }
    let mut total = 0;
    while let Some(result) = workers.join_next().await {
        total += result.unwrap_or(Ok(0)).unwrap_or(0);
    }
    total
}
