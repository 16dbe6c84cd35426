//! Work that is not seen, and that may have been told to stop before its end is waited for.

use std::sync::Arc;
use std::time::Duration;

#[async_trait::async_trait]
trait Engine: Send + Sync {
    async fn serve(&self);
    async fn wait_for_clients(&self);
    fn stop(&self);
}

async fn session(engine: Arc<dyn Engine>) {
    let running = engine.clone();
    let task = tokio::spawn(async move { running.serve().await });
    engine.wait_for_clients().await;
    engine.stop();
    if tokio::time::timeout(Duration::from_secs(5), task).await.is_err() {
        println!("did not stop in time");
    }
}

async fn given(work: engine::Work) {
    let task = tokio::spawn(work);
    let _ = tokio::time::timeout(Duration::from_secs(5), task).await;
}
