use parking_lot::{Mutex, RwLock};

pub struct Grid {
    gate: Mutex<()>,
    rows: RwLock<Vec<u32>>,
    cols: RwLock<Vec<u32>>,
    left: Mutex<u32>,
    right: Mutex<u32>,
}

impl Grid {
    // Readers do not stop each other.
    pub fn area(&self) -> usize {
        let rows = self.rows.read();
        rows.len() * self.cols.read().len()
    }

    pub fn turned(&self) -> usize {
        let cols = self.cols.read();
        cols.len() * self.rows.read().len()
    }

    // A third lock lets one in at a time.
    pub fn there(&self) {
        let _gate = self.gate.lock();
        let left = self.left.lock();
        *self.right.lock() = *left;
    }

    pub fn back(&self) {
        let _gate = self.gate.lock();
        let right = self.right.lock();
        *self.left.lock() = *right;
    }
}

pub struct Pair {
    one: Mutex<u32>,
    two: Mutex<u32>,
}

impl Pair {
    pub fn up(&self) {
        let one = self.one.lock();
        *self.two.lock() = *one;
    }

    // It only looks, and comes back later.
    pub fn down(&self) {
        let two = self.two.lock();
        if let Some(mut one) = self.one.try_lock() {
            *one = *two;
        }
    }
}
