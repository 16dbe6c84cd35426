//! What stands between the permit and its await gives what it gives.

use tokio::sync::Semaphore;
use tracing::Instrument;

pub async fn insert(limit: &Semaphore) -> std::io::Result<()> {
    if limit.acquire().instrument(tracing::info_span!("limit")).await.is_err() { //~ semaphore-permit-discarded
        return Ok(());
    }
    tokio::fs::write("a", "b").await?;
    Ok(())
}

pub async fn insert_boxed(limit: &Semaphore) -> std::io::Result<()> {
    if Box::pin(limit.acquire()).await.is_err() { //~ semaphore-permit-discarded
        return Ok(());
    }
    tokio::fs::write("a", "b").await?;
    Ok(())
}
