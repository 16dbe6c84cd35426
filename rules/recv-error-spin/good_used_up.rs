//! A receiver that has said that its channel is closed is not asked again: the loop goes on with the others.

use futures::future::select_all;
use tokio::sync::mpsc::Receiver;

async fn next(place: usize, mut rx: Receiver<u64>) -> (usize, Option<(Receiver<u64>, u64)>) {
    (place, rx.recv().await.map(|number| (rx, number)))
}

pub async fn print_all(receivers: Vec<Receiver<u64>>) {
    let mut waits: Vec<_> = receivers.into_iter().enumerate().map(|(place, rx)| Box::pin(next(place, rx))).collect();
    while !waits.is_empty() {
        match select_all(waits).await {
            ((place, Some((rx, number))), _, rest) => {
                println!("{place}: {number}");
                waits = rest;
                waits.push(Box::pin(next(place, rx)));
            }
            ((place, None), _, rest) => {
                println!("{place} is done");
                waits = rest;
            }
        }
    }
}
