//! Either order may be taken at any time.

use std::sync::Mutex;

pub struct Link {
    socket: Mutex<u32>,
    keys: Mutex<Option<Vec<u32>>>,
}

impl Link {
    pub fn apply(&self) {
        let socket = self.socket.lock().unwrap();
        self.add_key(*socket); //~ lock-order-inversion
    }

    fn add_key(&self, k: u32) {
        let mut keys = self.keys.lock().unwrap();
        keys.get_or_insert_with(Vec::new).push(k);
    }

    pub fn drop_keys(&self) {
        let keys = self.keys.lock().unwrap();
        if let Some(keys) = keys.as_ref() {
            for k in keys {
                eprintln!("{k} of {}", self.socket.lock().unwrap());
            }
        }
    }
}
