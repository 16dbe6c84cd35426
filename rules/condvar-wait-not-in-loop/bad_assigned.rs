use std::sync::{Condvar, Mutex};

pub struct Queue {
    jobs: Mutex<Vec<u32>>,
    filled: Condvar,
}

impl Queue {
    pub fn take(&self) -> Option<u32> {
        let mut jobs = self.jobs.lock().unwrap();
        if jobs.is_empty() {
            jobs = self.filled.wait(jobs).unwrap(); //~ condvar-wait-not-in-loop
        }
        jobs.pop()
    }
}
