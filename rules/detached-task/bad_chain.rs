//! Spawn functions that call spawn functions: the last of them drops the handle.

use std::future::Future;
use std::time::Duration;
use tokio::time::sleep;

async fn reindex(shard: u64) {
    sleep(Duration::from_secs(shard)).await;
    println!("shard {shard}");
}

struct Executor {
    name: String,
}

impl Executor {
    fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        println!("{}", self.name);
        tokio::spawn(work);
    }

    fn spawn_named(&self, name: &str, work: impl Future<Output = ()> + Send + 'static) {
        println!("{name}");
        self.spawn(work);
    }
}

fn start(executor: &Executor) {
    executor.spawn(reindex(1)); //~ detached-task
    executor.spawn_named("reindex", reindex(2)); //~ detached-task
}
