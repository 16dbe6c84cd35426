//! The same, and the sender is gone before the loop, or the loop has another way out.

use std::sync::mpsc as threads;
use tokio::sync::mpsc;

async fn gather(hosts: Vec<String>) -> Vec<u32> {
    let (tx, mut rx) = mpsc::channel(hosts.len().max(1));
    let mut tasks = Vec::new();
    for host in hosts {
        let tx = tx.clone();
        tasks.push(tokio::spawn(async move {
            let _ = tx.send(host.len() as u32).await;
        }));
    }
    drop(tx);
    let mut all = Vec::new();
    while let Some(one) = rx.recv().await {
        all.push(one);
    }
    for task in tasks {
        let _ = task.await;
    }
    all
}

fn in_threads(parts: Vec<Vec<u32>>) -> u32 {
    let (tx, rx) = threads::channel();
    let workers: Vec<_> = {
        let tx = tx;
        let start = |part: Vec<u32>| {
            let tx = tx.clone();
            std::thread::spawn(move || tx.send(part.iter().sum::<u32>()))
        };
        parts.into_iter().map(start).collect()
    };
    let mut sum = 0;
    for part in rx {
        sum += part;
    }
    for worker in workers {
        let _ = worker.join();
    }
    sum
}

async fn moved() -> u32 {
    let (tx, mut rx) = mpsc::unbounded_channel::<u32>();
    let _ = tx.send(1);
    let task = tokio::spawn(async move { tx.send(2) });
    let mut sum = 0;
    loop {
        match rx.recv().await {
            Some(one) => sum += one,
            None => break,
        }
    }
    let _ = task.await;
    sum
}

/// Counts.
async fn counted(hosts: Vec<String>) -> Vec<u32> {
    let (tx, mut rx) = mpsc::channel(hosts.len().max(1));
    let wanted = hosts.len();
    for host in hosts {
        let tx = tx.clone();
        let task = tokio::spawn(async move { tx.send(host.len() as u32).await });
        drop(task);
    }
    let mut all = Vec::new();
    while let Some(one) = rx.recv().await {
        all.push(one);
        if all.len() == wanted {
            break;
        }
    }
    all
}

/// Takes what is there, and does not wait.
fn what_is_there(limit: u32) -> u32 {
    let (tx, rx) = threads::channel();
    for number in 0..limit {
        let _ = tx.send(number);
    }
    let mut sum = 0;
    while let Ok(one) = rx.try_recv() {
        sum += one;
    }
    sum
}

/// Another channel of the same type.
async fn two_channels() -> u32 {
    let (out, results) = mpsc::channel::<u32>(8);
    let (tx, mut rx) = mpsc::channel::<u32>(8);
    let task = tokio::spawn(async move { tx.send(2).await });
    while let Some(one) = rx.recv().await {
        let _ = out.try_send(one);
    }
    let _ = task.await;
    drop(results);
    0
}
