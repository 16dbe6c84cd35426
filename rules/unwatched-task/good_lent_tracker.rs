//! Clones of a tracker that is made, and waited for, elsewhere.

use std::sync::LazyLock;
use std::time::Duration;
use tokio::time::sleep;
use tokio_util::task::TaskTracker;

struct All {
    tracker: TaskTracker,
}

static ALL: LazyLock<All> = LazyLock::new(|| All { tracker: TaskTracker::new() });

fn clone_of_all() -> TaskTracker {
    ALL.tracker.clone()
}

struct Invoices {
    tracker: TaskTracker,
}

impl Invoices {
    fn new(tracker: TaskTracker) -> Self {
        Self { tracker }
    }

    fn watch(&self, number: u64) {
        self.tracker.spawn(async move {
            loop {
                sleep(Duration::from_secs(1)).await;
                println!("{number}");
            }
        });
    }
}

fn start(tracker: TaskTracker) {
    tracker.spawn(async {
        loop {
            sleep(Duration::from_secs(60)).await;
            println!("alive");
        }
    });
}

async fn stop() {
    ALL.tracker.close();
    ALL.tracker.wait().await;
}

#[tokio::main]
async fn main() {
    Invoices::new(clone_of_all()).watch(7);
    start(clone_of_all());
    sleep(Duration::from_secs(3600)).await;
    stop().await;
}
