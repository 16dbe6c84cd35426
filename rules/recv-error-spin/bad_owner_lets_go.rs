//! Owners who let go of the sender and do not stop the loop.

use std::sync::RwLock;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

pub struct Watched {
    changes: watch::Sender<u64>,
}

impl Watched {
    fn watch(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }
}

/// The loop has a name, and not the sender.
pub fn follow(watched: Watched, name: String) -> tokio::task::JoinHandle<()> {
    let mut changes = watched.watch();
    tokio::spawn(async move {
        loop { //~ recv-error-spin
            match changes.changed().await {
                Ok(()) => println!("{name} has changed"),
                Err(error) => println!("{error}"),
            }
        }
    })
}

pub struct Scheduler {
    jobs: RwLock<Option<mpsc::UnboundedSender<u64>>>,
    stop: CancellationToken,
}

impl Scheduler {
    pub fn start() -> Self {
        let (sender, mut receiver) = mpsc::unbounded_channel();
        let stop = CancellationToken::new();
        let stopped = stop.child_token();
        let worker = async move {
            loop { //~ recv-error-spin
                tokio::select! {
                    _ = stopped.cancelled() => break,
                    job = receiver.recv() => {
                        if let Some(job) = job {
                            println!("{job}");
                        }
                    }
                }
            }
        };
        drop(tokio::spawn(worker));
        Self { jobs: RwLock::new(Some(sender)), stop }
    }

    /// No more jobs; the worker goes on.
    pub fn close(&self) {
        self.jobs.write().unwrap().take();
    }
}

impl Drop for Scheduler {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
