use std::sync::{Barrier, Condvar, Mutex, MutexGuard};

pub struct Latch {
    open: Mutex<bool>,
    changed: Condvar,
}

impl Latch {
    pub fn pass(&self) {
        let mut open = self.open.lock().unwrap();
        while !*open {
            open = self.sleep(open);
        }
        loop {
            if *open {
                break;
            }
            open = self.changed.wait(open).unwrap();
        }
    }

    fn sleep<'a>(&self, guard: MutexGuard<'a, bool>) -> MutexGuard<'a, bool> {
        self.changed.wait(guard).unwrap()
    }
}

pub fn meet(barrier: &Barrier) {
    barrier.wait();
}
