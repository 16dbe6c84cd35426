//! The end of the channel cannot come while the loop runs, or comes together with its stop.

use std::sync::{Arc, RwLock};
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

pub struct Config {
    clusters: Option<Watched>,
}

impl Config {
    fn clusters(&self) -> Option<&Watched> {
        self.clusters.as_ref()
    }
}

pub struct Plane {
    config: Arc<Config>,
}

impl Clone for Plane {
    fn clone(&self) -> Self {
        Self { config: self.config.clone() }
    }
}

impl Plane {
    fn push(&self) {
        println!("{}", self.config.clusters.is_some());
    }

    /// The loop has the plane, the plane the configuration, and that the sender.
    pub fn follow(self) -> tokio::task::JoinSet<()> {
        let mut tasks = tokio::task::JoinSet::new();
        let clusters = self.config.clusters();
        if let Some(clusters) = clusters {
            let mut changes = clusters.watch();
            let plane = self.clone();
            tasks.spawn(async move {
                loop {
                    match changes.changed().await {
                        Ok(()) => plane.push(),
                        Err(error) => println!("{error}"),
                    }
                }
            });
        }
        tasks
    }
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
            loop {
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

    pub fn stop(&self) {
        self.jobs.write().unwrap().take();
        self.stop.cancel();
    }
}

impl Drop for Scheduler {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
