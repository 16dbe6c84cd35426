//! Handles in a static that a function lends, and at which nobody looks.
use std::sync::{Mutex, MutexGuard, OnceLock};
use std::time::Duration;
use tokio::task::JoinHandle;

async fn beat() {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

static TASKS: OnceLock<Mutex<Vec<JoinHandle<()>>>> = OnceLock::new();

fn tasks() -> &'static Mutex<Vec<JoinHandle<()>>> {
    TASKS.get_or_init(|| Mutex::new(Vec::new()))
}

pub fn start() {
    tasks().lock().unwrap().push(tokio::spawn(beat())); //~ unwatched-task
}

pub fn count() -> usize {
    tasks().lock().unwrap().len()
}

pub struct Owner {
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

impl Owner {
    fn held(&self) -> MutexGuard<'_, Vec<JoinHandle<()>>> {
        self.tasks.lock().unwrap()
    }

    pub fn start(&self) {
        self.held().push(tokio::spawn(beat())); //~ unwatched-task
    }

    pub fn count(&self) -> usize {
        self.held().len()
    }
}
