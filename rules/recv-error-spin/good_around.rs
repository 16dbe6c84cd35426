//! Loops within loops that do not ask a closed channel again, or not at once.

use std::time::Duration;
use tokio::sync::{mpsc, watch};

async fn an_empty_batch_is_the_end(mut jobs: mpsc::Receiver<u32>) {
    loop {
        let mut batch = Vec::new();
        while let Some(job) = jobs.recv().await {
            batch.push(job);
            if batch.len() == 10 {
                break;
            }
        }
        if batch.is_empty() {
            return;
        }
        println!("{} jobs", batch.len());
    }
}

async fn with_a_pause(mut jobs: mpsc::Receiver<u32>) {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        while let Some(job) = jobs.recv().await {
            println!("{job}");
        }
    }
}

async fn subscribes_again(subscribe: impl Fn() -> mpsc::Receiver<u32>) {
    loop {
        let mut jobs = subscribe();
        while let Some(job) = jobs.recv().await {
            println!("{job}");
        }
    }
}

async fn put_there_anew(mut jobs: mpsc::Receiver<u32>, subscribe: impl Fn() -> mpsc::Receiver<u32>) {
    loop {
        while let Some(job) = jobs.recv().await {
            println!("{job}");
        }
        jobs = subscribe();
    }
}

async fn only_looks(mut jobs: mpsc::Receiver<u32>) {
    loop {
        let Some(first) = jobs.recv().await else { break };
        println!("{first}");
        while let Ok(job) = jobs.try_recv() {
            println!("{job}");
        }
    }
}

struct Source {
    settings: watch::Sender<u32>,
    work: mpsc::Sender<u32>,
}

/// Both senders lie in one value: where the one goes, the other does.
fn start() -> Source {
    let (settings, mut changes) = watch::channel(0);
    let (work, mut jobs) = mpsc::channel(8);
    tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = changes.changed() => println!("settings: {}", *changes.borrow()),
                job = jobs.recv() => match job {
                    Some(job) => println!("{job}"),
                    None => break,
                },
            }
        }
    });
    Source { settings, work }
}

fn main() {}
