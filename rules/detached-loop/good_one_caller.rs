//! A function gives the handle of what it starts, and all callers keep it.
use std::time::Duration;
use tokio::task::JoinHandle;

fn start() -> JoinHandle<()> {
    tokio::spawn(beat())
}

async fn beat() {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

pub async fn keeps() {
    let task = start();
    tokio::time::sleep(Duration::from_secs(9)).await;
    task.abort();
}

pub async fn waits() {
    let _ = start().await;
}

struct Service;

impl Service {
    fn begin(&self) -> (u64, JoinHandle<()>) {
        (7, tokio::spawn(beat()))
    }
}

pub fn task() -> JoinHandle<()> {
    Service.begin().1
}

pub async fn number() -> u64 {
    let (number, task) = Service.begin();
    task.abort();
    number
}

// Of two functions of one name only one is compiled: what is called is either of them.
#[cfg(unix)]
fn watch() -> JoinHandle<()> {
    tokio::spawn(beat())
}

#[cfg(not(unix))]
fn watch() -> JoinHandle<()> {
    tokio::spawn(async { beat().await })
}

pub fn watches() {
    watch().abort();
}
