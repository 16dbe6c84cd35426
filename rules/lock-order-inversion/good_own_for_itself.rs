//! Both orders, in methods that take `&mut self` of the one owner: they cannot run at once.
use std::sync::{Arc, Mutex};
pub struct Config {
    mem: u64,
}
pub struct Devices {
    n: u64,
}
pub struct Vm {
    config: Arc<Mutex<Config>>,
    devices: Arc<Mutex<Devices>>,
}
impl Vm {
    pub fn resize(&mut self, mem: u64) {
        let config = &mut self.config.lock().unwrap();
        config.mem = mem;
        self.devices.lock().unwrap().n += 1;
    }
    pub fn add(&mut self) {
        let mut d = self.devices.lock().unwrap();
        d.n += self.config.lock().unwrap().mem;
    }
}

fn main() {}
