//! Signals that come before the owner is dropped, or to a task that does not hold it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::oneshot;

pub struct Expiring {
    entries: Arc<Mutex<HashMap<u64, u64>>>,
    stop: Option<oneshot::Sender<()>>,
}

impl Expiring {
    pub fn start() -> Arc<Self> {
        let (stop, mut stopped) = oneshot::channel::<()>();
        let map = Arc::new(Self { entries: Arc::default(), stop: Some(stop) });
        let entries = map.entries.clone();
        let mut ticks = tokio::time::interval(Duration::from_secs(1));
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    _ = ticks.tick() => entries.lock().unwrap().retain(|_, &mut left| left > 0),
                    _ = &mut stopped => return,
                }
            }
        });
        map
    }
}

impl Drop for Expiring {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }
}

/// Somebody can close it while the task holds it.
pub struct Session {
    left: Mutex<u64>,
    stop: Mutex<Option<oneshot::Sender<()>>>,
}

impl Session {
    pub fn start() -> Arc<Self> {
        let (stop, mut stopped) = oneshot::channel::<()>();
        let session = Arc::new(Self { left: Mutex::new(9), stop: Mutex::new(Some(stop)) });
        let this = session.clone();
        let mut ticks = tokio::time::interval(Duration::from_secs(1));
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    _ = ticks.tick() => *this.left.lock().unwrap() -= 1,
                    _ = &mut stopped => return,
                }
            }
        });
        session
    }

    pub fn close(&self) {
        if let Some(stop) = self.stop.lock().unwrap().take() {
            let _ = stop.send(());
        }
    }
}
