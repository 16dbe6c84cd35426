//! One order in a method that only looks, the other one in a method that has the owner for itself, also through a
//! part of it: they cannot run at once.

use std::sync::{Arc, Mutex};

pub struct Devices {
    tree: Arc<Mutex<u64>>,
    config: Arc<Mutex<u64>>,
}

impl Devices {
    pub fn remove(&mut self) {
        let tree = self.tree.lock().unwrap();
        if self.is_special(*tree) {
            println!("{tree}");
        }
    }

    fn is_special(&self, id: u64) -> bool {
        *self.config.lock().unwrap() == id
    }

    fn update(&mut self) {
        *self.tree.lock().unwrap() += 1;
    }
}

pub struct Machine {
    config: Arc<Mutex<u64>>,
    devices: Arc<Mutex<Devices>>,
    memory: Arc<Mutex<u64>>,
}

impl Machine {
    pub fn new() -> Self {
        let config = Arc::new(Mutex::new(0));
        let devices = Devices { tree: Arc::new(Mutex::new(1)), config: config.clone() };
        Self { config, devices: Arc::new(Mutex::new(devices)), memory: Arc::new(Mutex::new(2)) }
    }

    pub fn resize(&mut self) {
        let mut config = self.config.lock().unwrap();
        *config += 1;
        self.devices.lock().unwrap().update();
    }

    pub fn tables(&self) -> u64 {
        let devices = self.devices.lock().unwrap();
        let memory = self.memory.lock().unwrap();
        println!("{}", devices.is_special(*memory));
        *memory
    }

    pub fn dirty(&mut self) -> u64 {
        let memory = self.memory.lock().unwrap();
        let devices = self.devices.lock().unwrap();
        println!("{}", devices.is_special(*memory));
        *memory
    }
}

fn main() {}
