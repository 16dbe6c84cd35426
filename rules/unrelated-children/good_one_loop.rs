//! A `select!` inside one task's loop is one service with several inputs.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{interval, sleep};

async fn run(mut jobs: mpsc::Receiver<u64>, mut news: mpsc::Receiver<String>) {
    let mut tick = interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            job = jobs.recv() => match job {
                Some(job) => println!("{job}"),
                None => break,
            },
            line = news.recv() => match line {
                Some(line) => println!("{line}"),
                None => break,
            },
            _ = tick.tick() => println!("tick"),
            () = sleep(Duration::from_secs(30)) => println!("idle"),
        }
    }
}
