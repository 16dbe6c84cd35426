//! The owner keeps a handle that aborts when it is dropped: of the library, or of the program.
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio_util::task::AbortOnDropHandle;

pub struct Gauge {
    task: Mutex<Option<AbortOnDropHandle<()>>>,
}

impl Gauge {
    pub fn start() -> Arc<Self> {
        let gauge = Arc::new(Self { task: Mutex::new(None) });
        let measured = gauge.clone();
        let task = tokio::spawn(async move { //~ task-keeps-owner-alive
            loop {
                tokio::time::sleep(Duration::from_secs(1)).await;
                measured.measure();
            }
        });
        *gauge.task.lock().unwrap() = Some(AbortOnDropHandle::new(task));
        gauge
    }

    fn measure(&self) {
        println!("measured");
    }
}

struct Owned(JoinHandle<()>);

impl Drop for Owned {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl From<JoinHandle<()>> for Owned {
    fn from(task: JoinHandle<()>) -> Self {
        Self(task)
    }
}

pub struct Cleaner {
    every: Duration,
    task: Mutex<Option<Owned>>,
}

impl Cleaner {
    pub fn start(every: Duration) -> Arc<Self> {
        let cleaner = Arc::new(Self { every, task: Mutex::new(None) });
        let inner = Arc::clone(&cleaner);
        let task = tokio::spawn(async move { //~ task-keeps-owner-alive
            loop {
                tokio::time::sleep(inner.every).await;
                inner.clean();
            }
        });
        cleaner.task.lock().unwrap().replace(task.into());
        cleaner
    }

    fn clean(&self) {
        println!("every {:?}", self.every);
    }
}
