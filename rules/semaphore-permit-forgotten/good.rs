use tokio::sync::{AcquireError, Semaphore};

pub async fn start(limit: &Semaphore) -> Result<(), AcquireError> {
    let permit = limit.acquire().await?;
    permit.forget();
    Ok(())
}

pub fn done(limit: &Semaphore) {
    limit.add_permits(1);
}
