use tokio_util::sync::CancellationToken;

pub fn watch(stop: CancellationToken) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        if ping().await.is_err() {
            stop.cancel();
        }
    })
}

async fn ping() -> Result<(), ()> {
    Err(())
}
