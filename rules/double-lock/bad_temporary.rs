// Temporaries of a scrutinee live through all of the statement.
use parking_lot::{Mutex, RwLock};

pub struct Names {
    known: RwLock<Vec<String>>,
    next: Mutex<Option<u32>>,
}

impl Names {
    pub fn intern(&self, name: &str) -> usize {
        match self.known.read().iter().position(|known| known == name) {
            Some(at) => at,
            None => {
                let mut known = self.known.write(); //~ double-lock
                known.push(name.to_owned());
                known.len() - 1
            }
        }
    }

    pub fn advance(&self) {
        if let Some(next) = self.next.lock().take() {
            *self.next.lock() = Some(next + 1); //~ double-lock
        }
    }
}
