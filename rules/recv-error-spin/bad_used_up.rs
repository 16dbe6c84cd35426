//! A receiver comes back with the end of its channel, and is asked again.

use futures::future::select_all;
use tokio::sync::mpsc::Receiver;

async fn next(place: usize, mut rx: Receiver<u64>) -> (usize, Receiver<u64>, Option<u64>) {
    let number = rx.recv().await;
    (place, rx, number)
}

pub async fn print_all(receivers: Vec<Receiver<u64>>) {
    let mut waits: Vec<_> = receivers.into_iter().enumerate().map(|(place, rx)| Box::pin(next(place, rx))).collect();
    while !waits.is_empty() { //~ recv-error-spin
        match select_all(waits).await {
            ((place, rx, Some(number)), _, rest) => {
                println!("{place}: {number}");
                waits = rest;
                waits.push(Box::pin(next(place, rx)));
            }
            ((place, rx, None), _, rest) => {
                println!("{place} is done");
                waits = rest;
                waits.push(Box::pin(next(place, rx)));
            }
        }
    }
}
