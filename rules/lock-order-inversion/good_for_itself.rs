//! One of two orders is taken by who has the value for itself.

use parking_lot::{Mutex, RwLock};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

pub struct Models {
    driver: Mutex<u32>,
    index: RwLock<HashMap<u32, u32>>,
}

impl Models {
    pub fn drop_one(&self, id: u32) {
        let mut index = self.index.write();
        *self.driver.lock() += 1;
        index.remove(&id);
    }

    // Nobody else has the value any more.
    pub fn unload_all(self) {
        let mut driver = self.driver.lock();
        *driver = 0;
        self.index.write().clear();
    }
}

// Both orders need the one value for themselves.
pub struct Timers {
    wheel: Arc<Mutex<Vec<u64>>>,
    names: Arc<RwLock<Vec<u64>>>,
}

impl Timers {
    pub fn global() -> &'static RwLock<Self> {
        static TIMERS: OnceLock<RwLock<Timers>> = OnceLock::new();
        TIMERS.get_or_init(|| RwLock::new(Timers { wheel: Arc::default(), names: Arc::new(RwLock::new(Vec::new())) }))
    }

    pub fn tick() {
        loop {
            std::thread::sleep(std::time::Duration::from_secs(5));
            Timers::global().write().add(0);
        }
    }

    pub fn add(&mut self, id: u64) {
        let mut wheel = self.wheel.lock();
        self.names.write().push(id);
        wheel.push(id);
    }

    pub fn remove(&mut self, id: u64) {
        let mut names = self.names.write();
        self.wheel.lock().retain(|other| *other != id);
        names.retain(|other| *other != id);
    }
}
