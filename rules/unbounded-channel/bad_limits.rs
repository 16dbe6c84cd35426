// Limits that bind nothing.
use futures::channel::mpsc;
use futures::{SinkExt, StreamExt};

async fn write(mut rx: mpsc::Receiver<u64>) {
    while let Some(n) = rx.next().await {
        println!("{n}");
    }
}

// Each clone has room of its own.
async fn clone_for_each(mut source: tokio::sync::mpsc::Receiver<u64>) {
    let (tx, rx) = mpsc::channel(16); //~ unbounded-channel
    let writer = tokio::spawn(write(rx));
    while let Some(n) = source.recv().await {
        let mut tx = tx.clone();
        tx.send(n).await.unwrap();
    }
    writer.await.unwrap();
}

async fn at_once(mut source: tokio::sync::mpsc::Receiver<u64>) {
    let (tx, rx) = mpsc::channel(16); //~ unbounded-channel
    let writer = tokio::spawn(write(rx));
    while let Some(n) = source.recv().await {
        let _ = tx.clone().try_send(n);
    }
    writer.await.unwrap();
}

fn no_room() {
    let _ends = tokio::sync::mpsc::channel::<u32>(0); //~ unbounded-channel
    let _all = tokio::sync::broadcast::channel::<u32>(0); //~ unbounded-channel
    let _any = async_channel::bounded::<u32>(0); //~ unbounded-channel
}
