//! The owner's end ends the task.

use std::time::Duration;
use tokio::task::{AbortHandle, JoinHandle};
use tokio::time::sleep;
use tokio_util::task::AbortOnDropHandle;

async fn warm_up() {
    sleep(Duration::from_secs(5)).await;
    println!("warm");
}

struct Cache {
    _warm_up: AbortOnDropHandle<()>,
}

impl Cache {
    fn new() -> Self {
        Self { _warm_up: AbortOnDropHandle::new(tokio::spawn(warm_up())) }
    }
}

struct Guarded(JoinHandle<()>);

impl Drop for Guarded {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn guarded() -> Guarded {
    Guarded(tokio::spawn(warm_up()))
}

struct Loader {
    abort: AbortHandle,
}

impl Loader {
    fn new() -> Self {
        let task = tokio::spawn(warm_up());
        Self { abort: task.abort_handle() }
    }
}

impl Drop for Loader {
    fn drop(&mut self) {
        self.abort.abort();
    }
}

async fn scope_guard() {
    let _warm_up = AbortOnDropHandle::new(tokio::spawn(warm_up()));
    sleep(Duration::from_secs(1)).await;
}
