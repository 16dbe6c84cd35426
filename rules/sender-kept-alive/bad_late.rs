//! The sender lives in the function that the loop runs in, and goes only when the loop has ended.

use std::sync::mpsc as threads;
use tokio::sync::mpsc;

async fn dropped_behind() -> u64 {
    let (tx, mut rx) = mpsc::channel::<u64>(8);
    let first = tx.clone();
    let producer = tokio::spawn(async move { first.send(1).await.is_ok() });
    let mut sum = 0;
    while let Some(part) = rx.recv().await { //~ sender-kept-alive
        sum += part;
    }
    drop(tx);
    let _ = producer.await;
    sum
}

async fn clone_under_another_name() -> u64 {
    let (tx, mut rx) = mpsc::channel::<u64>(8);
    let _keep = tx.clone();
    let producer = tokio::spawn(async move { tx.send(1).await.is_ok() });
    let mut sum = 0;
    while let Some(part) = rx.recv().await { //~ sender-kept-alive
        sum += part;
    }
    let _ = producer.await;
    sum
}

async fn lent_to_a_future_beside() {
    let (tx, mut rx) = mpsc::channel::<u64>(8);
    let produce = async {
        for part in 0..3 {
            let _ = tx.send(part).await;
        }
    };
    let consume = async {
        while let Some(part) = rx.recv().await { //~ sender-kept-alive
            println!("{part}");
        }
    };
    tokio::join!(produce, consume);
}

fn in_a_scope() -> u64 {
    let (tx, rx) = threads::channel::<u64>();
    std::thread::scope(|scope| {
        for part in 0..4 {
            let tx = tx.clone();
            scope.spawn(move || tx.send(part).is_ok());
        }
        let mut sum = 0;
        for part in rx { //~ sender-kept-alive
            sum += part;
        }
        sum
    })
}
