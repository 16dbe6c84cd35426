//! Threads spin as well as tasks.

use std::sync::mpsc;
use std::thread;

fn worker(jobs: mpsc::Receiver<u64>) {
    loop { //~ recv-error-spin
        match jobs.recv() {
            Ok(job) => println!("job {job}"),
            Err(error) => println!("{error}"),
        }
    }
}

fn crossbeam(jobs: crossbeam_channel::Receiver<u64>) {
    loop { //~ recv-error-spin
        if let Ok(job) = jobs.recv() {
            println!("job {job}");
        }
    }
}

fn start(jobs: mpsc::Receiver<u64>) -> thread::JoinHandle<()> {
    thread::spawn(move || worker(jobs))
}
