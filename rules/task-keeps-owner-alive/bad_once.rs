//! Owners that keep their task in a cell that is set once, and share themselves with it.
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::sleep;
use tokio_util::task::AbortOnDropHandle;

struct Poller {
    task: OnceLock<JoinHandle<()>>,
    count: u64,
}

impl Poller {
    fn start(self: &Arc<Self>) {
        let this = self.clone();
        let _ = self.task.set(tokio::spawn(async move { //~ task-keeps-owner-alive
            loop {
                sleep(Duration::from_secs(1)).await;
                println!("{}", this.count);
            }
        }));
    }
}

impl Drop for Poller {
    fn drop(&mut self) {
        if let Some(task) = self.task.get() {
            task.abort();
        }
    }
}

struct Beat {
    task: OnceLock<JoinHandle<()>>,
}

impl Beat {
    fn start(self: &Arc<Self>) {
        self.task.get_or_init(|| tokio::spawn(Arc::clone(self).run())); //~ task-keeps-owner-alive
    }

    async fn run(self: Arc<Self>) {
        loop {
            sleep(Duration::from_secs(1)).await;
            println!("{}", self.task.get().is_some());
        }
    }
}

impl Drop for Beat {
    fn drop(&mut self) {
        if let Some(task) = self.task.take() {
            task.abort();
        }
    }
}

struct Watch {
    task: OnceLock<AbortOnDropHandle<()>>,
    count: u64,
}

impl Watch {
    fn start(count: u64) -> Arc<Self> {
        let watch = Arc::new(Self { task: OnceLock::new(), count });
        let this = watch.clone();
        let task = tokio::spawn(async move { //~ task-keeps-owner-alive
            loop {
                sleep(Duration::from_secs(1)).await;
                println!("{}", this.count);
            }
        });
        watch.task.set(AbortOnDropHandle::new(task)).ok();
        watch
    }
}
