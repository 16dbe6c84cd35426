//! `bail!` and `ensure!` give up.

use tokio::sync::watch;

async fn worker(mut jobs: watch::Receiver<u64>) {
    while jobs.changed().await.is_ok() {
        assert!(*jobs.borrow() > 0);
    }
}

pub async fn bails(jobs: watch::Receiver<u64>) -> anyhow::Result<()> {
    let mut failures = 0;
    loop {
        if let Err(error) = tokio::spawn(worker(jobs.clone())).await {
            eprintln!("{error}");
        }
        failures += 1;
        if failures >= 5 {
            anyhow::bail!("gave up");
        }
    }
}

pub async fn ensures(jobs: watch::Receiver<u64>) -> anyhow::Result<()> {
    let mut failures = 0;
    loop {
        if let Err(error) = tokio::spawn(worker(jobs.clone())).await {
            eprintln!("{error}");
        }
        failures += 1;
        anyhow::ensure!(failures < 5, "gave up");
    }
}
