//! The owner's drop gives the stop signal, and the task that waits for it holds the owner.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

pub struct Expiring {
    entries: Mutex<HashMap<u64, u64>>,
    stop: Option<oneshot::Sender<()>>,
}

impl Expiring {
    pub fn start() -> Arc<Self> {
        let (stop, stopped) = oneshot::channel();
        let map = Arc::new(Self { entries: Mutex::default(), stop: Some(stop) });
        spawn_pruning(map.clone(), stopped);
        map
    }

    fn prune(&self) {
        self.entries.lock().unwrap().retain(|_, &mut left| left > 0);
    }
}

impl Drop for Expiring {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }
}

fn spawn_pruning(map: Arc<Expiring>, mut stopped: oneshot::Receiver<()>) {
    let mut ticks = tokio::time::interval(Duration::from_secs(1));
    tokio::spawn(async move { //~ task-keeps-owner-alive
        loop {
            tokio::select! {
                _ = ticks.tick() => map.prune(),
                _ = &mut stopped => return,
            }
        }
    });
}

/// The sender is only there to be dropped.
pub struct Watch {
    seen: Mutex<u64>,
    _alive: mpsc::Sender<()>,
}

impl Watch {
    pub fn start() -> Arc<Self> {
        let (alive, mut gone) = mpsc::channel(1);
        let watch = Arc::new(Self { seen: Mutex::new(0), _alive: alive });
        let this = Arc::clone(&watch);
        tokio::spawn(async move { //~ task-keeps-owner-alive
            let mut ticks = tokio::time::interval(Duration::from_secs(1));
            loop {
                tokio::select! {
                    _ = ticks.tick() => *this.seen.lock().unwrap() += 1,
                    _ = gone.recv() => break,
                }
            }
        });
        watch
    }
}
