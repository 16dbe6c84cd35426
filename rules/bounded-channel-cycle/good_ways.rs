// Circles that are cut at one place.
use std::time::Duration;
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::time::timeout;

async fn wait(mut from: Receiver<u32>, to: Sender<u32>) {
    while let Some(n) = from.recv().await {
        if to.send(n).await.is_err() {
            return;
        }
    }
}

async fn try_it(mut from: Receiver<u32>, to: Sender<u32>) {
    while let Some(n) = from.recv().await {
        if to.try_send(n).is_err() {
            println!("dropped");
        }
    }
}

async fn for_a_second(mut from: Receiver<u32>, to: Sender<u32>) {
    while let Some(n) = from.recv().await {
        let _ = timeout(Duration::from_secs(1), to.send(n)).await;
    }
}

async fn beside(mut from: Receiver<u32>, to: Sender<u32>) {
    let mut kept = Vec::new();
    loop {
        tokio::select! {
            Some(n) = from.recv() => kept.push(n),
            Ok(permit) = to.reserve(), if !kept.is_empty() => permit.send(kept.pop().unwrap()),
            else => break,
        }
    }
}

pub fn tried() {
    let (to_a, a) = mpsc::channel(4);
    let (to_b, b) = mpsc::channel(4);
    tokio::spawn(wait(a, to_b));
    tokio::spawn(try_it(b, to_a));
}

pub fn limited() {
    let (to_a, a) = mpsc::channel(4);
    let (to_b, b) = mpsc::channel(4);
    tokio::spawn(wait(a, to_b));
    tokio::spawn(for_a_second(b, to_a));
}

pub fn both_ways_at_once() {
    let (to_a, a) = mpsc::channel(4);
    let (to_b, b) = mpsc::channel(4);
    tokio::spawn(wait(a, to_b));
    tokio::spawn(beside(b, to_a));
}

// The same functions, but no circle.
pub fn line(last: Sender<u32>) -> Sender<u32> {
    let (to_a, a) = mpsc::channel(4);
    let (to_b, b) = mpsc::channel(4);
    tokio::spawn(wait(a, to_b));
    tokio::spawn(wait(b, last));
    to_a
}

pub fn two_pairs() -> (Sender<u32>, Sender<u32>, Receiver<u32>, Receiver<u32>) {
    let (to_a, a) = mpsc::channel(4);
    let (to_b, b) = mpsc::channel(4);
    let (to_c, c) = mpsc::channel(4);
    let (to_d, d) = mpsc::channel(4);
    tokio::spawn(wait(a, to_c));
    tokio::spawn(wait(b, to_d));
    (to_a, to_b, c, d)
}
