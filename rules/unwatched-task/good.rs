use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

struct Server {
    name: String,
    stop: CancellationToken,
    flusher: JoinHandle<()>,
}

async fn flush_until(stop: CancellationToken) {
    while !stop.is_cancelled() {
        sleep(Duration::from_secs(1)).await;
        println!("flushed");
    }
}

impl Server {
    fn start(name: String) -> Self {
        let stop = CancellationToken::new();
        Self { name, flusher: tokio::spawn(flush_until(stop.clone())), stop }
    }

    async fn stop(self) {
        self.stop.cancel();
        if let Err(error) = self.flusher.await {
            println!("{}: flusher panicked: {error}", self.name);
        }
    }
}
