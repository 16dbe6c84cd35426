use std::sync::RwLock;
use std::thread;
use std::time::Duration;

pub struct Lamp {
    state: RwLock<bool>,
}

impl Lamp {
    pub fn blink(&self) {
        let mut on = self.state.write().unwrap();
        *on = true;
        thread::sleep(Duration::from_millis(200)); //~ sleep-with-lock-held
        *on = false;
    }
}
