//! Work of another crate with a limit: what it runs is not seen, but nothing tells it to stop when the time is up.

use std::sync::Arc;
use std::time::Duration;

#[async_trait::async_trait]
trait Validator: Send + Sync {
    async fn allows(&self, id: u64) -> bool;
}

struct Auction {
    validators: Vec<Box<dyn Validator>>,
    engine: Arc<engine::Engine>,
    deadline: Duration,
}

impl Auction {
    async fn solve(self: Arc<Self>, id: u64) -> Result<u64, String> {
        let this = self.clone();
        let both = tokio::spawn(async move { //~ timeout-detaches-task
            for validator in &this.validators {
                if !validator.allows(id).await {
                    return None;
                }
            }
            this.engine.solve(id).await
        });
        let solved = tokio::time::timeout(self.deadline, both)
            .await
            .map_err(|_| "too late".to_owned())?
            .map_err(|error| error.to_string())?;
        solved.ok_or_else(|| "not allowed".to_owned())
    }
}
