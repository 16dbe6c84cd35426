//! The sender lives in the function that the loop runs in, and goes in front of the loop or with whoever sends.

use std::sync::mpsc as threads;
use tokio::sync::mpsc;

async fn dropped_in_front() -> u64 {
    let (tx, mut rx) = mpsc::channel::<u64>(8);
    let first = tx.clone();
    let producer = tokio::spawn(async move { first.send(1).await.is_ok() });
    drop(tx);
    let mut sum = 0;
    while let Some(part) = rx.recv().await {
        sum += part;
    }
    let _ = producer.await;
    sum
}

async fn clone_that_goes_too() -> u64 {
    let (tx, mut rx) = mpsc::channel::<u64>(8);
    let keep = tx.clone();
    let producer = tokio::spawn(async move { tx.send(1).await.is_ok() && keep.send(2).await.is_ok() });
    let mut sum = 0;
    while let Some(part) = rx.recv().await {
        sum += part;
    }
    let _ = producer.await;
    sum
}

async fn moved_into_the_future_beside() {
    let (tx, mut rx) = mpsc::channel::<u64>(8);
    let produce = async move {
        for part in 0..3 {
            let _ = tx.send(part).await;
        }
    };
    let consume = async {
        while let Some(part) = rx.recv().await {
            println!("{part}");
        }
    };
    tokio::join!(produce, consume);
}

async fn moved_into_a_future_further_down() {
    let (tx, mut rx) = mpsc::channel::<u64>(8);
    let consume = async move {
        while let Some(part) = rx.recv().await {
            println!("{part}");
        }
    };
    let produce = async move { tx.send(1).await.is_ok() };
    tokio::join!(consume, produce);
}

async fn beside_one_that_ends_it() {
    let (tx, mut rx) = mpsc::channel::<u64>(8);
    let consume = async {
        while let Some(part) = rx.recv().await {
            println!("{part}");
        }
    };
    tokio::select! {
        _ = consume => {}
        _ = tx.send(1) => {}
    }
}

fn in_a_scope() -> u64 {
    let (tx, rx) = threads::channel::<u64>();
    std::thread::scope(|scope| {
        for part in 0..4 {
            let tx = tx.clone();
            scope.spawn(move || tx.send(part).is_ok());
        }
        drop(tx);
        let mut sum = 0;
        for part in rx {
            sum += part;
        }
        sum
    })
}
