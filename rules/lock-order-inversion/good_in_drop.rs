//! One of the two orders is taken while the value is dropped: nobody else has it then.

use std::sync::Mutex;

pub struct Link {
    socket: Mutex<u32>,
    keys: Mutex<Option<Vec<u32>>>,
}

impl Link {
    pub fn apply(&self) {
        let socket = self.socket.lock().unwrap();
        self.add_key(*socket);
    }

    fn add_key(&self, k: u32) {
        let mut keys = self.keys.lock().unwrap();
        keys.get_or_insert_with(Vec::new).push(k);
    }

    fn drop_keys(&self) {
        let keys = self.keys.lock().unwrap();
        if let Some(keys) = keys.as_ref() {
            for k in keys {
                eprintln!("{k} of {}", self.socket.lock().unwrap());
            }
        }
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.drop_keys();
    }
}
