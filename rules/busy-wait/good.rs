use tokio::sync::Notify;

pub async fn wait(ready: &Notify) {
    ready.notified().await;
}
