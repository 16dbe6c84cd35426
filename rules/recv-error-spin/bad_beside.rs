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

pub fn start() -> (watch::Sender<u32>, broadcast::Sender<()>, mpsc::Sender<u32>, mpsc::Sender<u32>) {
    let (settings, changes) = watch::channel(0);
    let (wake, wakes) = broadcast::channel(4);
    let (one, first) = mpsc::channel(4);
    let (other, second) = mpsc::channel(4);
    tokio::spawn(settings_beside_work(changes, first));
    tokio::spawn(wake_ups_beside_work(wakes, second));
    (settings, wake, one, other)
}

fn main() {}
