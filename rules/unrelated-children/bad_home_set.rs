//! A type of the program's own keeps the services in a set, which the first exit cuts.

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

    pub async fn run(mut self) -> anyhow::Result<()> {
        if let Some(end) = self.set.join_next().await { //~ unrelated-children
            self.set.abort_all();
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
    services.run().await
}
