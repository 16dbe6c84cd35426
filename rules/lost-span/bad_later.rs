use tracing::Instrument;
use tracing::instrument::WithSubscriber;

pub async fn start(id: u32) {
    let handle = tokio::task::spawn(async move {
        run(id).await;
    });
    let _ = handle.in_current_span().await; //~ lost-span
}

pub async fn blocking(id: u32) {
    let _ = tokio::task::spawn_blocking(move || id + 1).with_current_subscriber().await; //~ lost-span
}

async fn run(_id: u32) {}
