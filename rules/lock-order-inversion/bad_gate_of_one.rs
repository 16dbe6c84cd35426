//! One who comes by the second order holds no third lock.
use std::sync::{Mutex, RwLock};

pub struct Bank {
    state: RwLock<u64>,
    accounts: Mutex<Vec<u64>>,
    log: Mutex<Vec<String>>,
}

impl Bank {
    pub fn pay(&self, amount: u64) {
        let state = self.state.write().unwrap();
        self.book(amount + *state);
    }

    pub fn report(&self) -> usize {
        self.count()
    }

    fn book(&self, amount: u64) {
        let mut accounts = self.accounts.lock().unwrap();
        accounts.push(amount);
        self.log.lock().unwrap().push(amount.to_string()); //~ lock-order-inversion
    }

    fn count(&self) -> usize {
        let log = self.log.lock().unwrap();
        log.len() + self.accounts.lock().unwrap().len()
    }
}
