use std::sync::Arc;
use std::time::Duration;
use tokio_util::task::TaskTracker as Tasks;

struct Shared {
    tasks: Tasks,
}

struct Server {
    shared: Arc<Shared>,
}

async fn work(number: u32) {
    println!("{number}");
}

impl Server {
    fn new() -> Self {
        Self { shared: Arc::new(Shared { tasks: Tasks::new() }) }
    }

    fn start(&self, number: u32) {
        self.shared.tasks.spawn(work(number));
    }

    async fn stop(&self) {
        let tasks = self.shared.tasks.clone();
        let _ = tokio::time::timeout(Duration::from_secs(5), tasks.wait()).await; //~ unclosed-task-tracker
    }
}

async fn drain(tasks: &Tasks) {
    tasks.wait().await; //~ unclosed-task-tracker
}

async fn run() {
    let tasks = Tasks::new();
    tasks.spawn(work(1));
    drain(&tasks).await;
    // Another tracker is closed.
    let others = Tasks::new();
    others.close();
    others.wait().await;
}
