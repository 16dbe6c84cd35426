use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::{AbortHandle, JoinHandle, JoinSet};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

const LIMIT: Duration = Duration::from_secs(3);

async fn poll(url: String) {
    loop {
        sleep(LIMIT).await;
        println!("{url}");
    }
}

// Aborted when it is dropped.
async fn guarded(url: String) {
    let task = AbortOnDropHandle::new(tokio::spawn(poll(url)));
    let _ = timeout(LIMIT, task).await;
}

// The limit is inside of the task.
async fn inside(url: String) {
    let task = tokio::spawn(timeout(LIMIT, poll(url)));
    println!("{}", task.await.is_ok());
}

// Somebody holds the means to abort it.
struct Owner(Vec<AbortHandle>);

impl Drop for Owner {
    fn drop(&mut self) {
        self.0.iter().for_each(AbortHandle::abort);
    }
}

async fn by_handle(owner: &mut Owner, url: String) {
    let task = tokio::spawn(poll(url));
    owner.0.push(task.abort_handle());
    let _ = timeout(LIMIT, task).await;
}

// It ends with its token.
async fn until_cancelled(token: CancellationToken) {
    token.cancelled().await;
}

async fn stop(token: CancellationToken) {
    let task = tokio::spawn(until_cancelled(token.clone()));
    token.cancel();
    let _ = timeout(LIMIT, task).await;
}

// Cannot be aborted anyway.
async fn blocking(file: String) {
    let job = tokio::task::spawn_blocking(move || file.len());
    let _ = timeout(LIMIT, job).await;
}

// Lent, through a field and through a reference that is given.
struct Poller {
    task: JoinHandle<()>,
}

impl Poller {
    async fn check(&mut self, stop: &Notify) {
        tokio::select! {
            _ = &mut self.task => println!("ended"),
            _ = stop.notified() => self.task.abort(),
        }
    }
}

async fn lent(task: &mut JoinHandle<()>) -> bool {
    timeout(LIMIT, task).await.is_ok()
}

async fn lends(url: String) -> Result<(), tokio::task::JoinError> {
    let mut task = tokio::spawn(poll(url));
    while !lent(&mut task).await {
        println!("still running");
    }
    task.await
}

// A set aborts what is left in it.
async fn set(urls: Vec<String>) {
    let mut set = JoinSet::new();
    for url in urls {
        set.spawn(poll(url));
    }
    let _ = timeout(LIMIT, set.join_next()).await;
}

// The process ends with it.
#[tokio::main]
async fn main() {
    let task = tokio::spawn(poll(String::new()));
    tokio::select! {
        _ = task => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
