//! What a trait does by default says nothing of what its implementations do.

use std::sync::Arc;
use std::time::Duration;

#[async_trait::async_trait]
pub trait Plugin: Send + Sync {
    async fn stop(&self) -> std::io::Result<()> {
        self.note();
        Ok(())
    }

    fn note(&self) {}
}

pub async fn stop_all(plugins: &[Arc<dyn Plugin>]) {
    for plugin in plugins {
        let _ = tokio::time::timeout(Duration::from_secs(1), plugin.stop()).await;
    }
}
