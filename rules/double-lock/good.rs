use std::sync::Mutex;

pub struct Queue {
    jobs: Mutex<Vec<u32>>,
}

impl Queue {
    pub fn push(&self, job: u32) {
        let mut jobs = self.jobs.lock().unwrap();
        jobs.push(job);
        let full = jobs.len() > 10;
        drop(jobs);
        if full {
            self.flush();
        }
    }

    fn flush(&self) {
        self.jobs.lock().unwrap().clear();
    }
}
