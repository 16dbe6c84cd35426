//! A flag lets the spawn through once.
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Mutex;
use std::time::Duration;
use tokio::task::JoinSet;

#[derive(Default)]
pub struct Collector {
    tasks: Mutex<JoinSet<()>>,
    started: AtomicBool,
}

impl Collector {
    fn start(&self) {
        if self.started.swap(true, Ordering::AcqRel) {
            return;
        }
        self.tasks.lock().unwrap().spawn(async {
            loop {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
    }

    pub fn info(&self) -> u64 {
        self.start();
        1
    }
}

pub async fn wait_for_info() -> u64 {
    let collector = Collector::default();
    loop {
        let info = collector.info();
        if info > 0 {
            return info;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
