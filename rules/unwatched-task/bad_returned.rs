//! The helper returns the handle, and the field it ends in is never read.

use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::sleep;

fn spawn_reporter(name: &'static str) -> JoinHandle<u64> {
    tokio::spawn(async move { //~ unwatched-task
        sleep(Duration::from_secs(1)).await;
        println!("report of {name}");
        7
    })
}

#[derive(Debug)]
struct Report {
    name: &'static str,
    #[allow(dead_code)]
    handle: JoinHandle<u64>,
}

impl Report {
    fn new(name: &'static str) -> Self {
        let handle = spawn_reporter(name);
        Self { name, handle }
    }

    fn describe(&self) -> String {
        format!("{self:?}")
    }
}

fn run() {
    let report = Report::new("sales");
    println!("{} {}", report.name, report.describe());
}
