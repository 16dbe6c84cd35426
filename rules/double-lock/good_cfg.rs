//! Only one of these locks is in a program.
use std::sync::Mutex;

pub struct Connection {
    state: Mutex<u32>,
}

impl Connection {
    pub fn query(&self) -> u32 {
        #[cfg(not(feature = "checked"))]
        let mut state = self.state.lock().unwrap();
        #[cfg(feature = "checked")]
        let mut state = self.state.lock().expect("not poisoned");
        *state += 1;
        *state
    }

    pub fn reset(&self) {
        #[cfg(target_os = "linux")]
        {
            *self.state.lock().unwrap() = 1;
        }
        #[cfg(any(target_os = "macos", target_os = "windows"))]
        {
            *self.state.lock().unwrap() = 2;
        }
    }
}
