use parking_lot::{Mutex, ReentrantMutex, RwLock};
use std::collections::HashMap;
use std::sync::Arc;

pub struct Store {
    rows: Mutex<HashMap<u32, Arc<Mutex<u32>>>>,
    log: Mutex<Vec<String>>,
    plan: RwLock<u32>,
    depth: ReentrantMutex<u32>,
}

impl Store {
    // Another lock, and another object's.
    pub fn copy(&self, other: &Store) {
        let rows = self.rows.lock();
        self.log.lock().push(rows.len().to_string());
        other.rows.lock().clear();
    }

    // A block and a statement of its own end it.
    pub fn step(&self) -> usize {
        {
            let mut rows = self.rows.lock();
            rows.clear();
        }
        let first = self.rows.lock().len();
        let second = self.rows.lock().len();
        self.note();
        first + second
    }

    // The row's lock is not the map's.
    pub fn bump(&self, id: u32) {
        let row = self.rows.lock().get(&id).cloned();
        if let Some(row) = row {
            *row.lock() += 1;
            self.note();
        }
    }

    pub fn peek(&self) {
        let rows = self.rows.lock();
        if let Some(again) = self.rows.try_lock() {
            println!("{} {}", rows.len(), again.len());
        }
    }

    pub fn nest(&self) -> u32 {
        let outer = self.depth.lock();
        let inner = self.depth.lock();
        *outer + *inner
    }

    // Readers, and nobody who writes.
    pub fn plans(&self) -> u32 {
        let first = self.plan.read();
        let second = self.plan.read();
        *first + *second
    }

    fn note(&self) {
        self.rows.lock().shrink_to_fit();
    }
}
