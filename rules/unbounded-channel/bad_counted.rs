//! Comparisons that limit something else: how long a message is, how many have gone so far.

use std::sync::atomic::{AtomicUsize, Ordering};

pub async fn by_size(mut source: tokio::sync::mpsc::Receiver<String>) {
    let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel(); //~ unbounded-channel
    let writer = tokio::spawn(async move {
        while let Some(line) = receiver.recv().await {
            println!("{line}");
        }
    });
    while let Some(line) = source.recv().await {
        if line.len() > 1_000 {
            continue;
        }
        let _ = sender.send(line);
    }
    drop(sender);
    let _ = writer.await;
}

pub async fn by_level(mut source: tokio::sync::mpsc::Receiver<String>, level: &AtomicUsize) {
    let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel(); //~ unbounded-channel
    let writer = tokio::spawn(async move {
        while let Some(line) = receiver.recv().await {
            println!("{line}");
        }
    });
    while let Some(line) = source.recv().await {
        if level.load(Ordering::Relaxed) >= 2 {
            let _ = sender.send(line);
        }
    }
    drop(sender);
    let _ = writer.await;
}
