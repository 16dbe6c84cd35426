// The same with limits that bind.
use futures::channel::mpsc;
use futures::{SinkExt, StreamExt};

async fn write(mut rx: mpsc::Receiver<u64>) {
    while let Some(n) = rx.next().await {
        println!("{n}");
    }
}

async fn one_for_all(mut source: tokio::sync::mpsc::Receiver<u64>) {
    let (tx, rx) = mpsc::channel(16);
    let writer = tokio::spawn(write(rx));
    let mut tx = tx.clone();
    while let Some(n) = source.recv().await {
        tx.send(n).await.unwrap();
    }
    writer.await.unwrap();
}

// tokio's senders share the room.
async fn shared_room(mut source: tokio::sync::mpsc::Receiver<u64>, tx: tokio::sync::mpsc::Sender<u64>) {
    while let Some(n) = source.recv().await {
        let _ = tx.clone().send(n).await;
    }
}

// Room for nothing means that both meet.
fn meeting() {
    let _std = std::sync::mpsc::sync_channel::<u32>(0);
    let _threads = crossbeam_channel::bounded::<u32>(0);
    let _both = flume::bounded::<u32>(0);
    let _one = tokio::sync::mpsc::channel::<u32>(1);
}
