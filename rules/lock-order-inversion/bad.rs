use std::sync::Mutex;

pub struct Bank {
    accounts: Mutex<Vec<u64>>,
    log: Mutex<Vec<String>>,
}

impl Bank {
    pub fn pay(&self, amount: u64) {
        let mut accounts = self.accounts.lock().unwrap();
        accounts.push(amount);
        self.log.lock().unwrap().push(amount.to_string()); //~ lock-order-inversion
    }

    pub fn report(&self) -> String {
        let log = self.log.lock().unwrap();
        format!("{} {}", log.len(), self.total())
    }

    fn total(&self) -> u64 {
        self.accounts.lock().unwrap().iter().sum()
    }
}
