//! The queue ends the loop, but what is waited for beside it does not.

use tokio::sync::{broadcast, mpsc, watch};

async fn settings_beside_work(mut settings: watch::Receiver<u32>, mut work: mpsc::Receiver<u32>) {
    loop { //~ recv-error-spin
        tokio::select! {
            _ = settings.changed() => println!("settings: {}", *settings.borrow()),
            job = work.recv() => match job {
                Some(job) => println!("{job}"),
                None => break,
            },
        }
    }
}

async fn wake_ups_beside_work(mut wake: broadcast::Receiver<()>, mut work: mpsc::Receiver<u32>) {
    loop { //~ recv-error-spin
        tokio::select! {
            _ = wake.recv() => println!("awake"),
            job = work.recv() => match job {
                Some(job) => println!("{job}"),
                None => break,
            },
        }
    }
}

fn main() {}
