use std::time::Duration;
use tokio_util::sync::CancellationToken;

async fn watch(stop: CancellationToken) {
    loop {
        tokio::select! {
            _ = stop.cancelled() => break,
            _ = tokio::time::sleep(Duration::from_secs(1)) => println!("looked"),
        }
    }
}

async fn serve(stop: CancellationToken) {
    let watcher = tokio::spawn(watch(CancellationToken::new())); //~ cancellation-token-not-forwarded
    stop.cancelled().await;
    watcher.await.unwrap();
}

/// The token at hand is a field.
struct Server {
    stop: CancellationToken,
}

impl Server {
    async fn run(&self) {
        let watcher = tokio::spawn(watch(CancellationToken::new())); //~ cancellation-token-not-forwarded
        self.stop.cancelled().await;
        watcher.await.unwrap();
    }
}

#[tokio::main]
async fn main() {
    let stop = CancellationToken::new();
    let serving = tokio::spawn(serve(stop.clone()));
    let server = Server { stop: stop.clone() };
    tokio::spawn(async move { server.run().await }).await.unwrap();
    stop.cancel();
    serving.await.unwrap();
}
