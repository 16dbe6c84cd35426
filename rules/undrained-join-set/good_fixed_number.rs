use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

// A fixed number of tasks that end with their owner.
struct Service {
    tasks: JoinSet<()>,
    generation: u32,
}

async fn tick(name: &'static str) {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        println!("{name}");
    }
}

impl Service {
    fn new() -> Self {
        let mut tasks = JoinSet::new();
        tasks.spawn(tick("flush"));
        for name in ["a", "b"] {
            tasks.spawn(tick(name));
        }
        Self { tasks, generation: 0 }
    }

    // All tasks of the last generation go with their set.
    async fn reload(&mut self, mut changes: mpsc::Receiver<()>) {
        while changes.recv().await.is_some() {
            self.generation += 1;
            self.tasks = JoinSet::new();
            self.tasks.spawn(tick("again"));
        }
    }
}
