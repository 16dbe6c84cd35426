//! `bail!` gives up for another reason.

use tokio::sync::watch;

async fn worker(mut jobs: watch::Receiver<u64>) {
    while jobs.changed().await.is_ok() {
        assert!(*jobs.borrow() > 0);
    }
}

pub async fn bails(jobs: watch::Receiver<u64>) -> anyhow::Result<()> {
    if *jobs.borrow() == 0 {
        anyhow::bail!("nothing to do");
    }
    let mut failures = 0;
    loop { //~ unbounded-restart
        if let Err(error) = tokio::spawn(worker(jobs.clone())).await {
            eprintln!("{error}");
        }
        failures += 1;
        println!("{failures}");
    }
}
