//! Owners that keep their task in a cell that is set once; the task has a `Weak`, or a part only.
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::sleep;

struct Poller {
    task: OnceLock<JoinHandle<()>>,
    count: u64,
}

impl Poller {
    fn start(self: &Arc<Self>) {
        let this = Arc::downgrade(self);
        let _ = self.task.set(tokio::spawn(async move {
            loop {
                sleep(Duration::from_secs(1)).await;
                let Some(this) = this.upgrade() else { break };
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
    name: Arc<str>,
}

impl Beat {
    fn start(self: &Arc<Self>) {
        self.task.get_or_init(|| tokio::spawn(beat(self.name.clone())));
    }
}

async fn beat(name: Arc<str>) {
    loop {
        sleep(Duration::from_secs(1)).await;
        println!("{name}");
    }
}

impl Drop for Beat {
    fn drop(&mut self) {
        if let Some(task) = self.task.take() {
            task.abort();
        }
    }
}

// Somebody ends it before.
struct Watch {
    task: OnceLock<JoinHandle<()>>,
    count: u64,
}

impl Watch {
    fn start(self: Arc<Self>) {
        let this = self.clone();
        let task = tokio::spawn(async move {
            loop {
                sleep(Duration::from_secs(1)).await;
                println!("{}", this.count);
            }
        });
        self.task.set(task).expect("started once");
    }

    fn stop(&self) {
        if let Some(task) = self.task.get() {
            task.abort();
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.stop();
    }
}
