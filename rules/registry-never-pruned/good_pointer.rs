//! The clone of a pointer leads to the same map.

use dashmap::DashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::AbortHandle;

struct Scheduler {
    tasks: Arc<DashMap<u64, AbortHandle>>,
}

impl Scheduler {
    fn delay(&self, id: u64, work: Box<dyn FnOnce() + Send>) {
        let tasks = self.tasks.clone();
        let task = tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            work();
            tasks.remove(&id);
        });
        self.tasks.insert(id, task.abort_handle());
    }
}

#[tokio::main]
async fn main() {
    let scheduler = Scheduler { tasks: Arc::default() };
    let mut tick = tokio::time::interval(Duration::from_secs(1));
    let mut id = 0;
    loop {
        tick.tick().await;
        id += 1;
        scheduler.delay(id, Box::new(|| println!("done")));
    }
}
