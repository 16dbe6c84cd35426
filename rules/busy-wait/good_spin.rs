use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

pub struct SpinLock {
    taken: AtomicBool,
    turn: AtomicUsize,
}

impl SpinLock {
    // A lock of its own, for a few instructions.
    pub fn lock(&self) {
        while self.taken.swap(true, Ordering::Acquire) {}
    }

    pub fn lock_weak(&self) {
        while self.taken.compare_exchange_weak(false, true, Ordering::Acquire, Ordering::Relaxed).is_err() {}
    }

    pub fn wait_turn(&self, mine: usize) {
        while self.turn.load(Ordering::Acquire) != mine {
            std::hint::spin_loop();
        }
    }
}

pub fn step(values: &mut dyn Iterator<Item = u32>) {
    while values.next().is_some() {}
}
