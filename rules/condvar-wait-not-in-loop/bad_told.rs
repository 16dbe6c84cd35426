use parking_lot::{Condvar, Mutex};

pub struct Ready {
    value: Mutex<bool>,
    told: Condvar,
}

impl Ready {
    // Whoever was told before this sleeps for ever.
    pub fn wait(&self) {
        let mut ready = self.value.lock();
        self.told.wait(&mut ready); //~ condvar-wait-not-in-loop
    }
}
