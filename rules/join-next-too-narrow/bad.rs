use tokio::sync::mpsc;
use tokio::task::JoinSet;

async fn run(job: u64) -> Result<u64, String> {
    if job == 0 { Err("nothing to do".to_owned()) } else { Ok(job) }
}

async fn dispatch(mut jobs: mpsc::Receiver<u64>) {
    let mut workers = JoinSet::new();
    loop {
        tokio::select! {
            Some(Err(error)) = workers.join_next() => eprintln!("a worker panicked: {error}"), //~ join-next-too-narrow
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
    while let Some(Ok(Ok(value))) = workers.join_next().await { //~ join-next-too-narrow
        total += value;
    }
    total
}
