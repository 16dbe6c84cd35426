//! The set gets new members all the time.

use futures::stream::{FuturesUnordered, StreamExt};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

pub async fn watch(mut farms: mpsc::Receiver<JoinHandle<Result<(), String>>>) {
    let mut running = FuturesUnordered::new();
    let mut errors = Vec::new();
    loop {
        tokio::select! {
            Some(farm) = farms.recv() => running.push(farm),
            Some(result) = running.next() => {
                if let Ok(Err(e)) = result {
                    errors.push(e); //~ unbounded-buffer
                }
            }
            else => return,
        }
    }
}
