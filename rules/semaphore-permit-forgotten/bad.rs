use tokio::sync::{AcquireError, Semaphore};

pub async fn start(limit: &Semaphore) -> Result<(), AcquireError> {
    let permit = limit.acquire().await?;
    permit.forget(); //~ semaphore-permit-forgotten
    Ok(())
}
