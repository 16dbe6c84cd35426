//! Three tasks are kept in one place that nobody looks at: one mistake.

use std::time::Duration;
use tokio::task::JoinHandle;

pub struct Metrics {
    tasks: Vec<JoinHandle<()>>,
}

async fn report(name: &'static str) {
    loop {
        tokio::time::sleep(Duration::from_secs(10)).await;
        println!("{name}");
    }
}

impl Metrics {
    pub fn start() -> Self {
        let mut tasks = Vec::new();
        tasks.push(tokio::spawn(report("memory"))); //~ unwatched-task
        tasks.push(tokio::spawn(report("disk")));
        tasks.push(tokio::spawn(report("peers")));
        Self { tasks }
    }

    pub fn names(&self) -> [&'static str; 3] {
        ["memory", "disk", "peers"]
    }
}
