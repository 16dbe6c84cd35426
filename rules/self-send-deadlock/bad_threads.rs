// The same with threads, and with a permit that is taken first.
use std::sync::mpsc::{SyncSender, sync_channel};
use tokio::sync::mpsc;

pub fn thread() -> SyncSender<u32> {
    let (tx, rx) = sync_channel(4);
    let again = tx.clone();
    std::thread::spawn(move || {
        for n in rx {
            if n > 1 {
                again.send(n / 2).unwrap(); //~ self-send-deadlock
            }
        }
    });
    tx
}

pub fn in_a_function() -> mpsc::Sender<u32> {
    let (tx, rx) = mpsc::channel(4);
    tokio::spawn(halve(rx, tx.clone()));
    tx
}

async fn halve(mut rx: mpsc::Receiver<u32>, again: mpsc::Sender<u32>) {
    loop {
        tokio::select! {
            Some(n) = rx.recv() => {
                let Ok(permit) = again.reserve().await else { return }; //~ self-send-deadlock
                permit.send(n / 2);
            }
            _ = tokio::signal::ctrl_c() => return,
        }
    }
}

pub fn bounded_flume() -> flume::Sender<u32> {
    let (tx, rx) = flume::bounded(4);
    let again = tx.clone();
    tokio::spawn(async move {
        loop {
            let Ok(n) = rx.recv_async().await else { break };
            again.send_async(n / 2).await.ok(); //~ self-send-deadlock
        }
    });
    tx
}

// Nobody else sends, but it sends twice for each that it takes.
pub async fn twice() {
    let (tx, mut rx) = mpsc::channel(4);
    tx.send(9_u32).await.unwrap();
    while let Some(n) = rx.recv().await {
        tx.send(n / 2).await.unwrap(); //~ self-send-deadlock
        tx.send(n / 3).await.unwrap(); //~ self-send-deadlock
        if n == 0 {
            break;
        }
    }
}
