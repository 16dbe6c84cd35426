//! Sets that the users of a library fill: ended tasks are taken out, or nothing is kept of them, or there is one at most.
use std::future::Future;
use std::sync::{Arc, Mutex};
use tokio::task::JoinSet;

#[derive(Clone, Default)]
pub struct Pool {
    running: Arc<Mutex<JoinSet<()>>>,
}

impl Pool {
    pub fn run<F: Future<Output = ()> + Send + 'static>(&self, work: F) {
        let mut running = self.running.lock().unwrap();
        while running.try_join_next().is_some() {}
        running.spawn(work);
    }
}

#[derive(Default)]
pub struct Single {
    running: Mutex<JoinSet<()>>,
}

impl Single {
    pub fn run<F: Future<Output = ()> + Send + 'static>(&self, work: F) {
        let mut running = self.running.lock().unwrap();
        if running.is_empty() {
            running.spawn(work);
        }
    }
}

// What its users put into it they wait for, too.
#[derive(Default)]
pub struct Batch {
    running: JoinSet<u32>,
}

impl Batch {
    pub fn add<F: Future<Output = u32> + Send + 'static>(&mut self, work: F) {
        self.running.spawn(work);
    }

    pub async fn next(&mut self) -> Option<u32> {
        self.running.join_next().await?.ok()
    }
}

// Used up with the task that it starts.
#[derive(Default)]
pub struct Starter {
    running: JoinSet<()>,
}

impl Starter {
    pub fn with<F: Future<Output = ()> + Send + 'static>(mut self, work: F) -> Self {
        self.running.spawn(work);
        self
    }

    pub fn len(&self) -> usize {
        self.running.len()
    }
}

// Not for users: what the program itself starts is known.
pub struct Service {
    workers: JoinSet<()>,
}

impl Service {
    pub fn new() -> Self {
        let mut service = Self { workers: JoinSet::new() };
        service.start(async { println!("flush") });
        service.start(async { println!("compact") });
        service
    }

    fn start<F: Future<Output = ()> + Send + 'static>(&mut self, work: F) {
        self.workers.spawn(work);
    }
}
