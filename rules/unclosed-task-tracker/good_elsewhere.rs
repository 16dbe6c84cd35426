use std::sync::Arc;
use tokio_util::task::TaskTracker;

async fn work(number: u32) {
    println!("{number}");
}

struct Server {
    tasks: TaskTracker,
}

// Closed in another method, on a clone, or in `Drop`.
impl Server {
    fn new(tasks: &TaskTracker) -> Self {
        Self { tasks: tasks.clone() }
    }

    fn start(&self, number: u32) {
        self.tasks.spawn(work(number));
    }

    fn no_more(&self) {
        self.tasks.close();
    }
}

async fn run() {
    let tasks = TaskTracker::new();
    let server = Server::new(&tasks);
    server.start(1);
    server.no_more();
    tasks.wait().await;
}

async fn shared() {
    let tasks = Arc::new(TaskTracker::new());
    let closer = Arc::clone(&tasks);
    tasks.spawn(async move {
        work(2).await;
        closer.close();
    });
    tasks.wait().await;
}

// Whose tracker it is, and who closes it, is not seen.
pub async fn drain(tasks: &TaskTracker) {
    tasks.wait().await;
}

struct Tracker(u32);

impl Tracker {
    async fn wait(&self) {
        println!("{}", self.0);
    }
}

// A method of the same name of something else.
async fn own() {
    Tracker(1).wait().await;
}

// Closes by itself.
async fn graceful(graceful: hyper_util::server::graceful::GracefulShutdown) {
    let own = hyper_util::server::graceful::GracefulShutdown::new();
    own.shutdown().await;
    graceful.shutdown().await;
}
