//! Locks of one type that are not the same, guards that end in the function, and readers whom nobody stops.

use parking_lot::{Mutex, RwLock, RwLockReadGuard};
use std::sync::Arc;

#[derive(Default)]
struct Cache {
    entries: Vec<String>,
}

#[derive(Default)]
struct Stats {
    hits: usize,
}

// Each has a lock of its own.
struct Front {
    cache: Arc<RwLock<Cache>>,
    stats: Arc<Mutex<Stats>>,
}

struct Back {
    cache: Arc<RwLock<Cache>>,
    stats: Arc<Mutex<Stats>>,
}

impl Front {
    fn new() -> Self {
        Front { cache: Arc::new(RwLock::new(Cache::default())), stats: Arc::new(Mutex::new(Stats::default())) }
    }

    fn hit(&self) {
        let cache = self.cache.write();
        self.stats.lock().hits += cache.entries.len();
    }
}

impl Back {
    fn new() -> Self {
        Back { cache: Arc::new(RwLock::new(Cache::default())), stats: Arc::new(Mutex::new(Stats::default())) }
    }

    fn miss(&self) {
        let mut stats = self.stats.lock();
        stats.hits = self.cache.read().entries.len();
    }
}

// Nobody ever writes.
struct Settings {
    names: RwLock<Vec<String>>,
    log: Mutex<Vec<String>>,
}

impl Settings {
    fn names(&self) -> RwLockReadGuard<'_, Vec<String>> {
        self.names.read()
    }

    fn len(&self) -> usize {
        self.names.read().len()
    }

    fn show(&self) {
        let names = self.names();
        self.log.lock().extend(names.iter().cloned());
    }

    fn count(&self) {
        let mut log = self.log.lock();
        log.push(self.len().to_string());
        log.push(self.names().len().to_string());
    }
}

// A wrapper around whatever lock: these are two.
struct Shared<T>(Arc<Mutex<T>>);

impl<T> Shared<T> {
    fn get(&self) -> parking_lot::MutexGuard<'_, T> {
        self.0.lock()
    }
}

struct Queue {
    first: Shared<u8>,
    middle: Mutex<u8>,
    last: Shared<u8>,
}

impl Queue {
    fn forward(&self) {
        let first = self.first.get();
        *self.middle.lock() = *first;
    }

    fn on(&self) {
        let middle = self.middle.lock();
        *self.last.get() = *middle;
    }
}
