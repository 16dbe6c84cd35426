//! A channel's other end is what ends it.

use std::time::Duration;
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio::time::{interval, sleep};

fn worker(mut jobs: mpsc::Receiver<u64>) {
    tokio::spawn(async move {
        loop {
            let Some(job) = jobs.recv().await else { break };
            println!("job {job}");
        }
    });
}

fn producer(samples: mpsc::Sender<u64>) {
    tokio::spawn(async move {
        let mut tick = interval(Duration::from_secs(1));
        for n in 0.. {
            tick.tick().await;
            if samples.send(n).await.is_err() {
                return;
            }
        }
    });
}

fn until_nobody_listens(ticks: mpsc::Sender<()>) {
    tokio::spawn(async move {
        loop {
            tokio::select! {
                () = ticks.closed() => break,
                () = sleep(Duration::from_secs(1)) => println!("tick"),
            }
        }
    });
}

fn watches(mut config: watch::Receiver<u64>) {
    tokio::spawn(async move {
        while config.changed().await.is_ok() {
            println!("{}", *config.borrow_and_update());
        }
    });
}

fn shutdown_broadcast(mut shutdown: broadcast::Receiver<()>) {
    tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = shutdown.recv() => break,
                () = sleep(Duration::from_secs(1)) => println!("tick"),
            }
        }
    });
}

fn dropped_oneshot(mut stop: oneshot::Receiver<()>) {
    tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = &mut stop => return,
                () = sleep(Duration::from_secs(1)) => println!("tick"),
            }
        }
    });
}
