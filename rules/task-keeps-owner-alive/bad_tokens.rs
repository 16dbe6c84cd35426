use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

struct Session {
    id: u32,
    stop: CancellationToken,
}

impl Session {
    fn open(id: u32) -> Arc<Self> {
        let session = Arc::new(Self { id, stop: CancellationToken::new() });
        tokio::spawn(session.clone().watch()); //~ task-keeps-owner-alive
        session
    }

    async fn watch(self: Arc<Self>) {
        loop {
            tokio::select! {
                _ = self.stop.cancelled() => return,
                _ = sleep(Duration::from_secs(1)) => println!("{}", self.id),
            }
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
