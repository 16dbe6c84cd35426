use parking_lot::{Condvar, Mutex};

pub struct Latch {
    open: Mutex<bool>,
    changed: Condvar,
}

impl Latch {
    pub fn pass(&self) {
        let mut open = self.open.lock();
        if !*open {
            self.changed.wait(&mut open); //~ condvar-wait-not-in-loop
        }
    }
}
