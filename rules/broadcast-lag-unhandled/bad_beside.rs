//! Each receiver of a `select!` is judged, not only the first.

use tokio::sync::{broadcast, mpsc};

pub async fn behind_another_queue(mut jobs: mpsc::Receiver<u64>, mut changes: broadcast::Receiver<u64>) {
    loop { //~ broadcast-lag-unhandled
        tokio::select! {
            job = jobs.recv() => match job {
                Some(job) => println!("{job}"),
                None => return,
            },
            changed = changes.recv() => match changed {
                Ok(key) => println!("{key} changed"),
                Err(_) => return,
            },
        }
    }
}

pub async fn the_second_of_two(mut news: broadcast::Receiver<u64>, mut changes: broadcast::Receiver<u64>) {
    loop { //~ broadcast-lag-unhandled
        tokio::select! {
            told = news.recv() => match told {
                Ok(key) => println!("{key}"),
                Err(broadcast::error::RecvError::Lagged(missed)) => println!("missed {missed}"),
                Err(broadcast::error::RecvError::Closed) => return,
            },
            changed = changes.recv() => match changed {
                Ok(key) => println!("{key} changed"),
                Err(_) => return,
            },
        }
    }
}

/// The receiver lives longer than one round of the outer loop, and that ends, too.
pub async fn keep_up(updates: broadcast::Sender<u64>) {
    let mut updated = updates.subscribe();
    loop {
        loop { //~ broadcast-lag-unhandled
            match updated.recv().await {
                Ok(update) => println!("{update}"),
                Err(error) => {
                    println!("{error}");
                    return;
                }
            }
        }
    }
}

/// The same receiver in each round.
pub async fn session(mut now: broadcast::Receiver<u64>) {
    loop { //~ broadcast-lag-unhandled
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        tokio::select! {
            _ = tokio::time::sleep(std::time::Duration::from_secs(1)) => {}
            told = now.recv() => if let Err(error) = told {
                println!("{error}");
                break;
            }
        }
    }
}
