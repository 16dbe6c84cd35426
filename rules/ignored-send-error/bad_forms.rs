// `.ok()`, an `if` that does nothing, an unbounded channel, a thread.
use std::sync::mpsc;
use std::time::Duration;
use tokio::sync::mpsc::{Receiver, UnboundedSender};
use tokio::time::interval;

async fn forward(mut rx: Receiver<u32>, tx: UnboundedSender<u32>) {
    while let Some(n) = rx.recv().await {
        tx.send(n).ok(); //~ ignored-send-error
    }
}

async fn tick(tx: flume::Sender<u32>) {
    let mut ticks = interval(Duration::from_secs(1));
    loop {
        ticks.tick().await;
        if tx.send_async(1).await.is_err() {} //~ ignored-send-error
    }
}

fn thread(rx: mpsc::Receiver<u32>, tx: mpsc::Sender<u32>) {
    for n in rx {
        let _ = tx.send(n); //~ ignored-send-error
    }
}
