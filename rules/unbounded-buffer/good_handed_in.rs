//! The list belongs to whoever handed it in, and he empties it.
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, RwLock};
use std::thread::{self, JoinHandle};
use std::time::Duration;

pub struct Cleaner {
    cleared: Arc<RwLock<Vec<u64>>>,
    thread: JoinHandle<()>,
}

impl Cleaner {
    pub fn start(stop: Arc<AtomicBool>) -> Cleaner {
        let cleared = Arc::new(RwLock::new(Vec::new()));
        let thread = Self::clean(stop, &cleared);
        Cleaner { cleared, thread }
    }

    pub fn drain(&self) -> Vec<u64> {
        std::mem::take(&mut *self.cleared.write().unwrap())
    }

    pub fn join(self) {
        let _ = self.thread.join();
    }

    fn clean(stop: Arc<AtomicBool>, cleared: &Arc<RwLock<Vec<u64>>>) -> JoinHandle<()> {
        let cleared = cleared.clone();
        thread::spawn(move || {
            while !stop.load(Ordering::Relaxed) {
                let new = next();
                cleared.write().unwrap().push(new);
                thread::sleep(Duration::from_millis(200));
            }
        })
    }
}

fn next() -> u64 {
    1
}
