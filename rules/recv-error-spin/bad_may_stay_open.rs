//! The end of the channel comes while the loop runs.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

pub enum Event {
    North(u32),
    South(u32),
    Nothing,
}

/// Nobody hears of the end.
pub async fn merge(mut north: mpsc::Receiver<u32>, mut south: mpsc::Receiver<u32>, events: mpsc::Sender<Event>) {
    loop { //~ recv-error-spin
        let event = tokio::select! {
            word = north.recv() => match word {
                Some(word) => Event::North(word),
                None => Event::Nothing,
            },
            Some(word) = south.recv() => Event::South(word),
        };
        let _ = events.try_send(event);
    }
}

/// The watcher is gone before the loop begins.
pub fn watch(path: &str) {
    let (changes, changed) = std::sync::mpsc::channel();
    let mut watcher = fs_watch::Watcher::new(changes, Duration::from_secs(1)).unwrap();
    watcher.watch(path);
    drop(watcher);
    loop { //~ recv-error-spin
        match changed.recv() {
            Ok(change) => println!("{change:?}"),
            Err(error) => eprintln!("{error}"),
        }
    }
}

async fn heights(tx: mpsc::Sender<u64>, stop: CancellationToken) {
    for height in 0..10 {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(Duration::from_secs(1)) => {
                let _ = tx.send(height).await;
            }
        }
    }
}

/// The sender goes when all has been sent, and the loop does not.
pub async fn follow(stop: CancellationToken) {
    let (tx, mut rx) = mpsc::channel(1);
    let task = tokio::spawn(heights(tx, stop.clone()));
    loop { //~ recv-error-spin
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
