//! The clone of a map is another map: what is taken out of it stays in the first.

use dashmap::DashMap;
use std::time::Duration;
use tokio::task::AbortHandle;

struct Scheduler {
    tasks: DashMap<u64, AbortHandle>, //~ registry-never-pruned
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
    let scheduler = Scheduler { tasks: DashMap::new() };
    let mut tick = tokio::time::interval(Duration::from_secs(1));
    let mut id = 0;
    loop {
        tick.tick().await;
        id += 1;
        scheduler.delay(id, Box::new(|| println!("done")));
    }
}
