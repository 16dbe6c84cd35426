//! The end of the inner loop is a new beginning.

use std::time::Duration;
use tokio::sync::broadcast;
use tokio::time::sleep;

async fn follow(changes: broadcast::Sender<u64>) {
    loop {
        let mut receiver = changes.subscribe();
        println!("reading the whole state");
        while let Ok(change) = receiver.recv().await {
            println!("{change}");
        }
        sleep(Duration::from_secs(1)).await;
    }
}

async fn same_receiver(mut changes: broadcast::Receiver<u64>) {
    loop {
        match changes.recv().await {
            Ok(change) => println!("{change}"),
            Err(broadcast::error::RecvError::Closed) => return,
            Err(_) => changes = changes.resubscribe(),
        }
    }
}
