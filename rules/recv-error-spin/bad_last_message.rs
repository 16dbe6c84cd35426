//! The owner's `Drop` only waits: nothing sends the message that would end the loop.
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

enum Job {
    Work(u32),
    Stop,
}

pub struct Pool {
    jobs: Sender<Job>,
    worker: Option<JoinHandle<()>>,
}

impl Pool {
    pub fn start() -> Pool {
        let (jobs, queue) = mpsc::channel();
        Pool { jobs, worker: Some(std::thread::spawn(move || work(queue))) }
    }

    pub fn add(&self, number: u32) {
        let _ = self.jobs.send(Job::Work(number));
    }

    pub fn stop(&self) {
        let _ = self.jobs.send(Job::Stop);
    }
}

fn work(queue: Receiver<Job>) {
    loop { //~ recv-error-spin
        match queue.recv_timeout(Duration::from_secs(1)) {
            Ok(Job::Stop) => break,
            Ok(Job::Work(number)) => println!("{number}"),
            Err(_) => println!("idle"),
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        println!("{}", self.worker.is_some());
    }
}
