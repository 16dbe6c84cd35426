//! One way only reads one of the locks: a writer who waits in between stops it all the same.

use parking_lot::{Mutex, RwLock};

struct Consensus {
    log: Mutex<Vec<u64>>,
    state: RwLock<u64>,
}

impl Consensus {
    fn term(&self, index: usize) -> Option<u64> {
        let state = self.state.read();
        if *state == index as u64 {
            return Some(*state);
        }
        self.log.lock().get(index).copied() //~ lock-order-inversion
    }

    fn first(&self) -> u64 {
        match self.log.lock().first() {
            Some(first) => *first,
            None => *self.state.read() + 1,
        }
    }

    fn apply(&self, to: u64) {
        *self.state.write() = to;
    }
}
