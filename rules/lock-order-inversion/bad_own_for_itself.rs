//! Each worker has itself alone, and shares what it locks with the others: they are made in a loop.

use std::sync::{Arc, Mutex};

pub struct Worker {
    config: Arc<Mutex<u64>>,
    devices: Arc<Mutex<u64>>,
}

impl Worker {
    pub fn resize(&mut self) {
        let config = self.config.lock().unwrap();
        *self.devices.lock().unwrap() += *config; //~ lock-order-inversion
    }

    pub fn add(&mut self) {
        let devices = self.devices.lock().unwrap();
        *self.config.lock().unwrap() += *devices;
    }
}

pub fn workers(config: &Arc<Mutex<u64>>, devices: &Arc<Mutex<u64>>) -> Vec<Worker> {
    let mut all = Vec::new();
    for _ in 0..4 {
        all.push(Worker { config: config.clone(), devices: devices.clone() });
    }
    all
}

fn main() {}
