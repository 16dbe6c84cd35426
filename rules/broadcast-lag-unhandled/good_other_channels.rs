//! A `Result` of other channels means closed.

use tokio::sync::{mpsc, watch};

async fn watched(mut config: watch::Receiver<u64>) {
    while let Ok(()) = config.changed().await {
        println!("{}", *config.borrow());
    }
}

async fn async_chan(jobs: async_channel::Receiver<u64>) {
    while let Ok(job) = jobs.recv().await {
        println!("{job}");
    }
}

async fn flume_chan(jobs: flume::Receiver<u64>) {
    while let Ok(job) = jobs.recv_async().await {
        println!("{job}");
    }
}

fn std_chan(jobs: std::sync::mpsc::Receiver<u64>) {
    while let Ok(job) = jobs.recv() {
        println!("{job}");
    }
}

async fn bounded(mut jobs: mpsc::Receiver<Result<u64, String>>) {
    while let Some(Ok(job)) = jobs.recv().await {
        println!("{job}");
    }
}
