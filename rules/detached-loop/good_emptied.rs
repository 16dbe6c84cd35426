//! Loops whose only sender lies beside them, where `close` takes it out.
use std::sync::Arc;
use tokio::sync::{Mutex, mpsc};

pub struct Agent {
    candidates: Mutex<Option<mpsc::Sender<u8>>>,
    listeners: std::sync::Mutex<Vec<mpsc::Sender<u16>>>,
}

impl Agent {
    pub fn start() -> Arc<Self> {
        let (candidates, mut found) = mpsc::channel(1);
        let (listener, mut heard) = mpsc::channel(1);
        let agent = Arc::new(Self {
            candidates: Mutex::new(Some(candidates)),
            listeners: std::sync::Mutex::new(vec![listener]),
        });
        let own = Arc::clone(&agent);
        tokio::spawn(async move {
            while let Some(candidate) = found.recv().await {
                own.note(candidate.into());
            }
        });
        let own = Arc::clone(&agent);
        tokio::spawn(async move {
            while let Some(word) = heard.recv().await {
                own.note(word);
            }
        });
        agent
    }

    fn note(&self, number: u16) {
        println!("{number}");
    }

    pub async fn close(&self) {
        let mut candidates = self.candidates.lock().await;
        candidates.take();
        self.listeners.lock().unwrap().clear();
    }
}

/// The receiving half comes first.
pub struct Worker {
    done: u64,
    jobs: mpsc::UnboundedReceiver<u8>,
}

impl Worker {
    fn new() -> (Self, mpsc::UnboundedSender<u8>) {
        let (sender, jobs) = mpsc::unbounded_channel();
        (Self { done: 0, jobs }, sender)
    }

    async fn work(&mut self) {
        while let Some(job) = self.jobs.recv().await {
            self.done += u64::from(job);
        }
    }
}

pub fn worker() -> mpsc::UnboundedSender<u8> {
    let (mut worker, jobs) = Worker::new();
    tokio::spawn(async move { worker.work().await });
    jobs
}
