//! A function gives the handle of what it starts: some callers keep it, one lets it go.
use std::time::Duration;
use tokio::task::JoinHandle;

fn start() -> JoinHandle<()> {
    tokio::spawn(async {
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    })
}

pub async fn keeps() {
    let task = start();
    tokio::time::sleep(Duration::from_secs(9)).await;
    task.abort();
}

pub fn lets_go() {
    start(); //~ detached-loop
}

struct Service;

impl Service {
    fn begin(&self) -> (u64, JoinHandle<()>) {
        (7, tokio::spawn(beat()))
    }
}

async fn beat() {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

pub fn number() -> u64 {
    Service.begin().0 //~ detached-loop
}

pub async fn waits() -> u64 {
    let (number, task) = Service.begin();
    let _ = task.await;
    number
}
