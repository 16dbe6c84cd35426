//! A type of the program's own keeps the services in a set: who ends is told of, and the others go on.

use std::future::Future;
use std::time::Duration;
use tokio::task::JoinSet;

async fn crawl() -> anyhow::Result<()> {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        tokio::fs::write("crawled", "").await?;
    }
}

async fn rotate() -> anyhow::Result<()> {
    loop {
        tokio::time::sleep(Duration::from_secs(60)).await;
        tokio::fs::rename("log", "log.1").await?;
    }
}

pub struct Services {
    set: JoinSet<anyhow::Result<()>>,
}

impl Services {
    pub fn new() -> Self {
        Self { set: JoinSet::new() }
    }

    pub fn add(&mut self, name: &'static str, service: impl Future<Output = anyhow::Result<()>> + Send + 'static) {
        self.set.spawn(async move {
            println!("{name} starts");
            service.await
        });
    }

    pub async fn run(mut self) {
        while let Some(end) = self.set.join_next().await {
            println!("a service ended: {end:?}");
        }
    }

    pub async fn first(&mut self) -> anyhow::Result<()> {
        if let Some(end) = self.set.join_next().await {
            end??;
        }
        Ok(())
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut services = Services::new();
    services.add("crawl", crawl());
    services.add("rotate", rotate());
    services.run().await;
    Ok(())
}
