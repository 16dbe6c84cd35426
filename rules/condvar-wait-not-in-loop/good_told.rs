use parking_lot::{Condvar, Mutex};

pub struct Ready {
    value: Mutex<bool>,
    told: Condvar,
}

impl Ready {
    pub fn set(&self) {
        *self.value.lock() = true;
        self.told.notify_all();
    }

    // This kind never wakes up by itself.
    pub fn wait(&self) {
        let mut ready = self.value.lock();
        if !*ready {
            self.told.wait(&mut ready);
        }
    }
}
