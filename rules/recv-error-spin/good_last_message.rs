//! The owner's `Drop` sends the message that ends the loop while it still has the sender.
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
}

fn work(queue: Receiver<Job>) {
    loop {
        match queue.recv_timeout(Duration::from_secs(1)) {
            Ok(Job::Stop) => break,
            Ok(Job::Work(number)) => println!("{number}"),
            Err(_) => println!("idle"),
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        let _ = self.jobs.send(Job::Stop);
        if let Some(worker) = self.worker.take() {
            let _ = worker.join();
        }
    }
}
