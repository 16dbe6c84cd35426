use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

async fn tick(entries: Arc<Mutex<Vec<u64>>>) {
    loop {
        sleep(Duration::from_secs(60)).await;
        entries.lock().unwrap().push(1);
    }
}

// The task takes a part of its owner only.
struct Parts {
    entries: Arc<Mutex<Vec<u64>>>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Parts {
    fn start(self: &Arc<Self>) {
        *self.task.lock().unwrap() = Some(tokio::spawn(tick(Arc::clone(&self.entries))));
    }
}

impl Drop for Parts {
    fn drop(&mut self) {
        if let Some(task) = self.task.lock().unwrap().take() {
            task.abort();
        }
    }
}

// A method ends it as well.
struct Stopped {
    stop: CancellationToken,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Stopped {
    fn start(self: &Arc<Self>) {
        let this = Arc::clone(self);
        let task = tokio::spawn(async move {
            loop {
                sleep(Duration::from_secs(60)).await;
                println!("{}", this.stop.is_cancelled());
            }
        });
        *self.task.lock().unwrap() = Some(task);
    }

    fn stop(&self) {
        if let Some(task) = self.task.lock().unwrap().take() {
            task.abort();
        }
    }
}

impl Drop for Stopped {
    fn drop(&mut self) {
        self.stop();
    }
}

// The handle that is shared is not the state that the task holds.
struct Inner {
    count: Mutex<u64>,
}

struct Handle {
    inner: Arc<Inner>,
    task: JoinHandle<()>,
}

impl Handle {
    fn new() -> Self {
        let inner = Arc::new(Inner { count: Mutex::new(0) });
        let state = inner.clone();
        let task = tokio::spawn(async move {
            loop {
                sleep(Duration::from_secs(60)).await;
                *state.count.lock().unwrap() += 1;
            }
        });
        Self { inner, task }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        println!("{}", self.inner.count.lock().unwrap());
        self.task.abort();
    }
}
