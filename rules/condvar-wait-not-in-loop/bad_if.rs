use std::sync::{Condvar, Mutex};

pub struct Latch {
    open: Mutex<bool>,
    changed: Condvar,
}

impl Latch {
    pub fn pass(&self) {
        let open = self.open.lock().unwrap();
        if !*open {
            let _open = self.changed.wait(open).unwrap(); //~ condvar-wait-not-in-loop
        }
    }
}
