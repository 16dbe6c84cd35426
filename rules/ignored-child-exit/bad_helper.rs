//! The loop stands in a helper that is lent the set, or in a trait for all sets.
use std::future::Future;
use std::time::Duration;
use tokio::task::JoinSet;

pub trait WaitForAll {
    fn wait_for_all(&mut self) -> impl Future<Output = ()> + Send;
}

impl WaitForAll for JoinSet<()> {
    async fn wait_for_all(&mut self) {
        while self.join_next().await.is_some() {} //~ ignored-child-exit
    }
}

async fn empty(set: &mut JoinSet<std::io::Result<()>>) {
    while let Some(_) = set.join_next().await {} //~ ignored-child-exit
}

async fn heartbeat(every: Duration) {
    loop {
        tokio::time::sleep(every).await;
        println!("alive");
    }
}

async fn store(name: &'static str) -> std::io::Result<()> {
    tokio::fs::write(name, "").await
}

#[tokio::main]
async fn main() {
    let mut files = JoinSet::new();
    files.spawn(store("a"));
    files.spawn(store("b"));
    empty(&mut files).await;
    let mut services = JoinSet::new();
    services.spawn(heartbeat(Duration::from_secs(1)));
    services.wait_for_all().await;
}
