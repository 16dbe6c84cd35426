//! Each receiver of a `select!` handles it, or misses nothing.

use tokio::sync::{broadcast, mpsc};

pub async fn behind_another_queue(mut jobs: mpsc::Receiver<u64>, mut changes: broadcast::Receiver<u64>) {
    loop {
        tokio::select! {
            job = jobs.recv() => match job {
                Some(job) => println!("{job}"),
                None => return,
            },
            changed = changes.recv() => match changed {
                Ok(key) => println!("{key} changed"),
                Err(broadcast::error::RecvError::Lagged(missed)) => println!("missed {missed}"),
                Err(broadcast::error::RecvError::Closed) => return,
            },
        }
    }
}

/// Whatever comes is the signal.
pub async fn beside_a_signal(mut jobs: mpsc::Receiver<u64>, mut stop: broadcast::Receiver<()>) {
    loop {
        tokio::select! {
            job = jobs.recv() => match job {
                Some(job) => println!("{job}"),
                None => return,
            },
            _ = stop.recv() => return,
        }
    }
}

/// The loop is one try of an outer loop, which subscribes anew.
pub async fn keep_up(updates: broadcast::Sender<u64>) {
    loop {
        let mut updated = updates.subscribe();
        loop {
            match updated.recv().await {
                Ok(update) => println!("{update}"),
                Err(error) => {
                    println!("{error}");
                    break;
                }
            }
        }
    }
}

/// The receiver is made anew right before each receive.
pub async fn session(mut now: broadcast::Receiver<u64>) {
    loop {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        now = now.resubscribe();
        tokio::select! {
            _ = tokio::time::sleep(std::time::Duration::from_secs(1)) => {}
            told = now.recv() => if let Err(error) = told {
                println!("{error}");
                break;
            }
        }
    }
}
