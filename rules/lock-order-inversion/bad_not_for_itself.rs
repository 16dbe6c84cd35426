//! Others have the locks, too.

use parking_lot::{Mutex, RwLock};
use std::collections::HashMap;
use std::sync::Arc;

pub struct Models {
    driver: Mutex<u32>,
    index: RwLock<HashMap<u32, u32>>,
}

impl Models {
    pub fn drop_one(&self, id: u32) {
        let mut index = self.index.write();
        *self.driver.lock() += 1; //~ lock-order-inversion
        index.remove(&id);
    }

    // A pointer of its own to what others have as well.
    pub fn unload_all(self: Arc<Self>) {
        let mut driver = self.driver.lock();
        *driver = 0;
        self.index.write().clear();
    }
}

// Each session is one task's own, but all sessions share the locks.
pub struct Session {
    wheel: Arc<Mutex<Vec<u64>>>,
    names: Arc<RwLock<Vec<u64>>>,
}

impl Session {
    pub fn open(wheel: &Arc<Mutex<Vec<u64>>>, names: &Arc<RwLock<Vec<u64>>>) -> Self {
        Session { wheel: wheel.clone(), names: names.clone() }
    }

    pub fn serve(wheel: &Arc<Mutex<Vec<u64>>>, names: &Arc<RwLock<Vec<u64>>>) {
        for id in 0..9 {
            let mut session = Session::open(wheel, names);
            std::thread::spawn(move || {
                session.add(id);
                session.remove(id);
            });
        }
    }

    pub fn add(&mut self, id: u64) {
        let mut wheel = self.wheel.lock();
        self.names.write().push(id); //~ lock-order-inversion
        wheel.push(id);
    }

    pub fn remove(&mut self, id: u64) {
        let mut names = self.names.write();
        self.wheel.lock().retain(|other| *other != id);
        names.retain(|other| *other != id);
    }
}

// The locks lie behind a reference.
pub struct View<'a> {
    left: &'a Mutex<u32>,
    right: &'a Mutex<u32>,
}

impl View<'_> {
    pub fn one(self) -> u32 {
        let left = self.left.lock();
        *left + *self.right.lock() //~ lock-order-inversion
    }

    pub fn other(self) -> u32 {
        let right = self.right.lock();
        *right + *self.left.lock()
    }
}
