//! The sender in the loop's own scope: clones were given away, and the first one is still here.

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
    let mut all = Vec::new();
    while let Some(one) = rx.recv().await { //~ sender-kept-alive
        all.push(one);
    }
    for task in tasks {
        let _ = task.await;
    }
    all
}

fn in_threads(parts: Vec<Vec<u32>>) -> u32 {
    let (tx, rx) = threads::channel();
    let mut workers = Vec::new();
    for part in parts {
        let tx = tx.clone();
        workers.push(std::thread::spawn(move || tx.send(part.iter().sum::<u32>())));
    }
    let mut sum = 0;
    for part in rx { //~ sender-kept-alive
        sum += part;
    }
    for worker in workers {
        let _ = worker.join();
    }
    sum
}

/// Plain shadowing drops nothing.
async fn shadowed() -> u32 {
    let (tx, mut rx) = mpsc::unbounded_channel::<u32>();
    let _ = tx.send(1);
    let tx = tx.clone();
    let task = tokio::spawn(async move { tx.send(2) });
    let mut sum = 0;
    loop { //~ sender-kept-alive
        match rx.recv().await {
            Some(one) => sum += one,
            None => break,
        }
    }
    let _ = task.await;
    sum
}
