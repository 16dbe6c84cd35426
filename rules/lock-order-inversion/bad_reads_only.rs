//! Both methods only look: two threads may be in them at once.

use std::sync::{Arc, Mutex};

pub struct Machine {
    devices: Arc<Mutex<u64>>,
    memory: Arc<Mutex<u64>>,
}

impl Machine {
    pub fn new() -> Self {
        Self { devices: Arc::new(Mutex::new(1)), memory: Arc::new(Mutex::new(2)) }
    }

    pub fn tables(&self) -> u64 {
        let devices = self.devices.lock().unwrap();
        let memory = self.memory.lock().unwrap(); //~ lock-order-inversion
        *memory + *devices
    }

    pub fn dirty(&self) -> u64 {
        let memory = self.memory.lock().unwrap();
        let devices = self.devices.lock().unwrap();
        *memory + *devices
    }
}

fn main() {}
