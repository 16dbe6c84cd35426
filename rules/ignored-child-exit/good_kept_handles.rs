//! The same, and each end is looked at.

use anyhow::Result;
use futures::stream::{FuturesUnordered, StreamExt};
use std::time::Duration;
use tokio::task::JoinHandle;
use tracing::{error, info};

pub struct Daemon {
    services: FuturesUnordered<JoinHandle<Result<()>>>,
}

impl Daemon {
    pub fn new() -> Self {
        Self { services: FuturesUnordered::new() }
    }

    pub fn start(&self) {
        self.services.push(tokio::spawn(compact("/var/lib/db".into())));
        self.services.push(tokio::spawn(snapshot("/var/lib/db".into())));
    }

    pub async fn join(mut self) {
        while let Some(end) = self.services.next().await {
            if let Err(error) = end.map_err(Into::into).and_then(|inner| inner) {
                error!(%error, "a service failed");
            }
            info!(left = self.services.len(), "a service is done");
        }
    }
}

async fn compact(dir: String) -> Result<()> {
    let mut tick = tokio::time::interval(Duration::from_secs(60));
    loop {
        tick.tick().await;
        tokio::fs::remove_file(format!("{dir}/old")).await?;
    }
}

async fn snapshot(dir: String) -> Result<()> {
    let mut tick = tokio::time::interval(Duration::from_secs(3600));
    loop {
        tick.tick().await;
        tokio::fs::copy(format!("{dir}/data"), format!("{dir}/snapshot")).await?;
    }
}
