use std::collections::VecDeque;
use tokio::sync::mpsc;

struct Job {
    parts: Vec<Job>,
}

pub fn start() -> mpsc::Sender<Job> {
    let (tx, mut rx) = mpsc::channel::<Job>(16);
    tokio::spawn(async move {
        let mut own = VecDeque::new();
        while let Some(job) = rx.recv().await {
            own.push_back(job);
            while let Some(job) = own.pop_front() {
                own.extend(job.parts);
            }
        }
    });
    tx
}
