//! Spawn functions that give a number back, or nothing: what they do with the handle inside is what counts.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Mutex;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::{JoinError, JoinHandle};
use tokio::time::sleep;

async fn reindex(shard: u64) {
    sleep(Duration::from_secs(shard)).await;
    println!("shard {shard}");
}

/// Keeps handles by number, and joins them at the end.
#[derive(Default)]
struct Center {
    tasks: Mutex<HashMap<u64, JoinHandle<()>>>,
}

impl Center {
    fn spawn(&self, id: u64, work: impl Future<Output = ()> + Send + 'static) -> u64 {
        let handle = tokio::spawn(work);
        self.tasks.lock().unwrap().insert(id, handle);
        id
    }

    fn spawn_child(&self, work: impl Future<Output = ()> + Send + 'static) -> u64 {
        self.spawn(7, work)
    }

    async fn shutdown(&self) {
        let tasks: Vec<_> = self.tasks.lock().unwrap().drain().collect();
        for (id, task) in tasks {
            if let Err(error) = task.await {
                println!("{id}: {error}");
            }
        }
    }
}

fn kept(center: &Center) {
    center.spawn(1, reindex(1));
    center.spawn_child(reindex(2));
}

/// Watches each task from another one.
struct Executor {
    failed: mpsc::Sender<String>,
}

impl Executor {
    fn spawn(&self, work: impl Future<Output = ()> + Send + 'static, name: &'static str) {
        let handle = tokio::spawn(work);
        self.spawn_monitor(handle, name);
    }

    fn spawn_monitor(&self, handle: impl Future<Output = Result<(), JoinError>> + Send + 'static, name: &'static str) {
        let failed = self.failed.clone();
        tokio::spawn(async move {
            if handle.await.is_err() {
                let _ = failed.send(name.to_owned()).await;
            }
        });
    }

    fn spawn_ignoring_error(&self, work: impl Future<Output = Result<(), ()>> + Send + 'static) {
        let work = async move {
            let _ = work.await;
        };
        self.spawn(work, "ignored");
    }
}

fn watched(executor: &Executor) {
    executor.spawn(reindex(3), "reindex");
    executor.spawn_ignoring_error(async {
        reindex(4).await;
        Ok(())
    });
}

/// What it starts says how it ended.
fn spawn_reporting<F: Future<Output = ()> + Send + 'static>(work: F, done: mpsc::Sender<()>) {
    tokio::spawn(async move {
        work.await;
        let _ = done.send(()).await;
    });
}

fn reported(done: mpsc::Sender<()>) {
    spawn_reporting(reindex(5), done);
}

/// It waits for ctrl-c and ends the program.
fn on_interrupt() {
    tokio::spawn(async {
        tokio::signal::ctrl_c().await.unwrap();
        std::process::exit(130);
    });
}
