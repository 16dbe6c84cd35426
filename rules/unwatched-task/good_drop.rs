//! The field's type, or its owner's `Drop`, ends the task.

use std::time::Duration;
use tokio::task::{AbortHandle, JoinHandle, JoinSet};
use tokio::time::sleep;
use tokio_util::task::AbortOnDropHandle;

async fn tick() {
    loop {
        sleep(Duration::from_secs(1)).await;
        println!("tick");
    }
}

struct ByType {
    _ticker: AbortOnDropHandle<()>,
}

fn by_type() -> ByType {
    ByType { _ticker: AbortOnDropHandle::new(tokio::spawn(tick())) }
}

struct ByDrop {
    ticker: JoinHandle<()>,
}

fn by_drop() -> ByDrop {
    ByDrop { ticker: tokio::spawn(tick()) }
}

impl Drop for ByDrop {
    fn drop(&mut self) {
        self.ticker.abort();
    }
}

struct Guard(AbortHandle);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.abort();
    }
}

struct ByGuard {
    _guard: Guard,
}

fn by_guard() -> ByGuard {
    ByGuard { _guard: Guard(tokio::spawn(tick()).abort_handle()) }
}

struct BySet {
    _tasks: JoinSet<()>,
}

fn by_set() -> BySet {
    let mut tasks = JoinSet::new();
    tasks.spawn(tick());
    BySet { _tasks: tasks }
}
