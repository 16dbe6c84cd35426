//! A stop signal: whatever comes means that it is time to stop.

use std::time::Duration;
use tokio::sync::{broadcast, mpsc};
use tokio::time::interval;

struct Shutdown {
    notify: broadcast::Receiver<()>,
    stopped: bool,
}

impl Shutdown {
    async fn recv(&mut self) {
        if self.stopped {
            return;
        }
        let _ = self.notify.recv().await;
        self.stopped = true;
    }
}

async fn branch(mut jobs: mpsc::Receiver<u64>, mut shutdown: broadcast::Receiver<()>) {
    loop {
        tokio::select! {
            _ = shutdown.recv() => break,
            job = jobs.recv() => match job {
                Some(job) => println!("{job}"),
                None => break,
            },
        }
    }
}

async fn by_type(mut jobs: mpsc::Receiver<u64>, mut shutdown: Shutdown) {
    while !shutdown.stopped {
        tokio::select! {
            () = shutdown.recv() => return,
            job = jobs.recv() => match job {
                Some(job) => println!("{job}"),
                None => return,
            },
        }
    }
}

async fn once(mut ready: broadcast::Receiver<()>) {
    if ready.recv().await.is_err() {
        println!("never ready");
    }
    let mut tick = interval(Duration::from_secs(1));
    for _ in 0..3 {
        tick.tick().await;
    }
}
