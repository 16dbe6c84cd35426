//! `take`, `replace`, destructuring and `&mut` lead to an await.

use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

async fn tick(times: u32) {
    for n in 0..times {
        sleep(Duration::from_secs(1)).await;
        println!("tick {n}");
    }
}

#[derive(Default)]
struct Optional {
    task: Option<JoinHandle<()>>,
}

impl Optional {
    fn start(&mut self) {
        if let Some(old) = self.task.replace(tokio::spawn(tick(10))) {
            old.abort();
        }
    }

    async fn stop(&mut self) {
        if let Some(task) = self.task.take() {
            if let Err(error) = task.await {
                println!("{error}");
            }
        }
    }
}

struct Shared {
    task: Arc<Mutex<Option<JoinHandle<()>>>>,
}

impl Shared {
    fn start() -> Self {
        Self { task: Arc::new(Mutex::new(Some(tokio::spawn(tick(3))))) }
    }

    async fn stop(&self) {
        let task = self.task.lock().map(|mut task| task.take());
        if let Ok(Some(task)) = task {
            if let Err(error) = task.await {
                println!("{error}");
            }
        }
    }
}

struct Destructured {
    name: &'static str,
    task: JoinHandle<()>,
}

impl Destructured {
    fn start(name: &'static str) -> Self {
        let task = tokio::spawn(tick(2));
        Self { name, task }
    }

    async fn stop(self) {
        let Self { name, task } = self;
        println!("{name}: {:?}", task.await);
    }
}

struct ByReference {
    task: JoinHandle<()>,
}

impl ByReference {
    fn start() -> Self {
        Self { task: tokio::spawn(tick(1)) }
    }

    async fn stop(&mut self) {
        if timeout(Duration::from_secs(5), &mut self.task).await.is_err() {
            self.task.abort();
        }
    }
}
