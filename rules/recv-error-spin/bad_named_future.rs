//! The future with a name waits in the `select!`, beside the closed channel.

use futures::future::pending;
use futures::stream::{FuturesUnordered, StreamExt};
use tokio::sync::{mpsc, watch};

pub async fn run(mut stop: watch::Receiver<bool>, mut jobs: mpsc::UnboundedReceiver<u32>) {
    let mut running = FuturesUnordered::new();
    loop { //~ recv-error-spin
        let next = async {
            if running.is_empty() { pending().await } else { running.next().await }
        };
        tokio::select! {
            job = jobs.recv() => {
                if let Some(job) = job {
                    running.push(async move { job });
                }
            }
            done = next => println!("{done:?}"),
            _ = stop.changed() => break,
        }
    }
}
