//! Nobody can say that the loop sees the end of its channel.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

pub enum Event {
    North(Option<u32>),
    South(u32),
}

/// The end is handed on: who gets it ends this loop.
pub async fn merge(mut north: mpsc::Receiver<u32>, mut south: mpsc::Receiver<u32>, events: mpsc::Sender<Event>) {
    loop {
        let event = tokio::select! {
            word = north.recv() => Event::North(word),
            Some(word) = south.recv() => Event::South(word),
        };
        let _ = events.send(event).await;
    }
}

/// The watcher has the sender for as long as the loop runs.
pub fn watch(path: &str) {
    let (changes, changed) = std::sync::mpsc::channel();
    let mut watcher = fs_watch::Watcher::new(changes, Duration::from_secs(1)).unwrap();
    watcher.watch(path);
    loop {
        match changed.recv() {
            Ok(change) => println!("{change:?}"),
            Err(error) => eprintln!("{error}"),
        }
    }
}

async fn heights(tx: mpsc::Sender<u64>, stop: CancellationToken) {
    let mut height = 0;
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(Duration::from_secs(1)) => {
                height += 1;
                let _ = tx.send(height).await;
            }
        }
    }
}

/// The sender goes at the word that ends this loop, too.
pub async fn follow(stop: CancellationToken) {
    let (tx, mut rx) = mpsc::channel(1);
    let task = tokio::spawn(heights(tx, stop.clone()));
    loop {
        tokio::select! {
            height = rx.recv() => {
                if let Some(height) = height {
                    println!("{height}");
                }
            }
            () = stop.cancelled() => break,
        }
    }
    let _ = task.await;
}
