//! The permit has a name, or what is given is no permit any more.

use futures::FutureExt;
use tokio::sync::Semaphore;
use tracing::Instrument;

pub async fn insert(limit: &Semaphore) -> anyhow::Result<()> {
    let _permit = limit.acquire().instrument(tracing::info_span!("limit")).await?;
    tokio::fs::write("a", "b").await?;
    Ok(())
}

pub async fn count(limit: &Semaphore) -> anyhow::Result<()> {
    let _ = limit.acquire().map(|permit| keep(permit.is_ok())).await;
    tokio::fs::write("a", "b").await?;
    Ok(())
}

fn keep(_there: bool) {}
