//! The inner loop ends with the channel, and the loop around it begins it anew.

use std::sync::mpsc as threads;
use tokio::sync::mpsc;

async fn in_batches(mut jobs: mpsc::Receiver<u32>) {
    loop {
        let mut batch = Vec::new();
        while let Some(job) = jobs.recv().await { //~ recv-error-spin
            batch.push(job);
            if batch.len() == 10 {
                break;
            }
        }
        println!("{} jobs", batch.len());
    }
}

struct Worker {
    jobs: threads::Receiver<u32>,
}

impl Worker {
    fn run(self) {
        loop {
            while let Ok(job) = self.jobs.recv() { //~ recv-error-spin
                println!("{job}");
            }
        }
    }
}

fn main() {}
