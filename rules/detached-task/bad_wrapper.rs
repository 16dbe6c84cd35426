//! A project's own spawners: the caller names the future, so the caller is judged.

use std::future::Future;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use tokio::time::sleep;

fn background(future: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(future);
}

fn spawn_named<F>(name: &'static str, future: F) -> JoinHandle<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    println!("starting {name}");
    tokio::spawn(future)
}

struct Executor {
    handle: Handle,
}

impl Executor {
    fn execute<F: Future<Output = ()> + Send + 'static>(&self, future: F) {
        self.handle.spawn(future);
    }
}

async fn thumbnail(id: u64) {
    sleep(Duration::from_millis(50)).await;
    println!("thumbnail of {id}");
}

fn on_upload(executor: &Executor, id: u64) {
    background(thumbnail(id)); //~ detached-task
    spawn_named("thumbnail", thumbnail(id)); //~ detached-task
    executor.execute(async move { //~ detached-task
        thumbnail(id).await;
    });
}
