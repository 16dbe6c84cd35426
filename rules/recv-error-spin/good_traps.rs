// The twins of `bad_traps.rs`.
use std::time::Duration;
use tokio::sync::{mpsc, watch};

async fn if_let(mut rx: mpsc::Receiver<u32>) {
    loop {
        if let Some(n) = rx.recv().await {
            println!("{n}");
        } else {
            break;
        }
    }
}

async fn any_answer(mut rx: mpsc::Receiver<u32>) {
    let mut tick = tokio::time::interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            Some(n) = rx.recv() => println!("{n}"),
            _ = tick.tick() => println!("tick"),
        }
    }
}

async fn goes_on(rx: flume::Receiver<u32>) {
    loop {
        match rx.recv_async().await {
            Ok(n) => println!("{n}"),
            Err(_) => break,
        }
    }
}

async fn changes(mut config: watch::Receiver<u32>) {
    let mut tick = tokio::time::interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            Ok(()) = config.changed() => println!("{}", *config.borrow()),
            _ = tick.tick() => println!("tick"),
        }
    }
}

async fn all_closed(mut a: mpsc::Receiver<u32>, mut b: mpsc::Receiver<u32>) {
    loop {
        tokio::select! {
            Some(n) = a.recv() => println!("a {n}"),
            Some(n) = b.recv() => println!("b {n}"),
            else => break,
        }
    }
}

async fn many(mut rx: mpsc::Receiver<u32>) {
    let mut batch = Vec::new();
    loop {
        let taken = rx.recv_many(&mut batch, 16).await;
        if taken == 0 {
            break;
        }
        println!("{taken}");
        batch.clear();
    }
}

async fn while_many(mut rx: mpsc::Receiver<u32>) {
    let mut batch = Vec::new();
    while rx.recv_many(&mut batch, 16).await > 0 {
        batch.clear();
    }
}

async fn empty_batch(mut rx: mpsc::Receiver<u32>) {
    let mut batch = Vec::new();
    loop {
        rx.recv_many(&mut batch, 16).await;
        if batch.is_empty() {
            return;
        }
        batch.clear();
    }
}
