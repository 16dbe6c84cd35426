// Loops that hold a sender of their own channel, and cannot wait for themselves.
use std::time::Duration;
use tokio::sync::mpsc::{self, Sender};
use tokio::time::timeout;

pub fn unbounded() -> mpsc::UnboundedSender<u32> {
    let (tx, mut rx) = mpsc::unbounded_channel();
    let again = tx.clone();
    tokio::spawn(async move {
        while let Some(n) = rx.recv().await {
            let _ = again.send(n / 2);
        }
    });
    tx
}

pub fn no_room_no_message() -> Sender<u32> {
    let (tx, mut rx) = mpsc::channel(4);
    let again = tx.clone();
    tokio::spawn(async move {
        while let Some(n) = rx.recv().await {
            if again.try_send(n / 2).is_err() {
                println!("full");
            }
        }
    });
    tx
}

pub fn not_for_long() -> Sender<u32> {
    let (tx, mut rx) = mpsc::channel(4);
    let again = tx.clone();
    tokio::spawn(async move {
        while let Some(n) = rx.recv().await {
            let _ = timeout(Duration::from_secs(1), again.send(n / 2)).await;
            let _ = again.send_timeout(n / 3, Duration::from_secs(1)).await;
        }
    });
    tx
}

pub fn in_a_task_of_its_own() -> Sender<u32> {
    let (tx, mut rx) = mpsc::channel(4);
    let again = tx.clone();
    tokio::spawn(async move {
        while let Some(n) = rx.recv().await {
            let again = again.clone();
            tokio::spawn(async move { again.send(n / 2).await });
        }
    });
    tx
}

pub fn beside_the_receive() -> Sender<u32> {
    let (tx, mut rx) = mpsc::channel(4);
    let again = tx.clone();
    tokio::spawn(async move {
        let mut kept = Vec::new();
        loop {
            tokio::select! {
                Some(n) = rx.recv() => kept.push(n / 2),
                Ok(permit) = again.reserve(), if !kept.is_empty() => permit.send(kept.pop().unwrap()),
            }
        }
    });
    tx
}

pub fn with_room() -> Sender<u32> {
    let (tx, mut rx) = mpsc::channel(4);
    let again = tx.clone();
    tokio::spawn(async move {
        while let Some(n) = rx.recv().await {
            if again.capacity() > 0 {
                let _ = again.send(n / 2).await;
            }
        }
    });
    tx
}

// Nobody else sends: what it takes makes the room for what it sends.
pub async fn one_for_one() {
    let (tx, mut rx) = mpsc::channel(4);
    tx.send(9_u32).await.unwrap();
    while let Some(n) = rx.recv().await {
        if n == 0 {
            break;
        }
        tx.send(n / 2).await.unwrap();
    }
}

pub async fn before_and_after() {
    let (tx, mut rx) = mpsc::channel(4);
    tx.send(1).await.unwrap();
    for_others(tx.clone());
    while let Some(n) = rx.recv().await {
        println!("{n}");
    }
    let _ = tx.send(0).await;
}

fn for_others(_: Sender<u32>) {}
