//! A token that stands where the builder puts the real one.

use tokio_util::sync::CancellationToken;

pub struct Recorder {
    stop: CancellationToken,
}

pub struct Job {
    stop: CancellationToken,
}

impl Recorder {
    pub fn start() -> Self {
        let stop = CancellationToken::new();
        let job = Job::new().with_stop(stop.clone());
        drop(tokio::spawn(job.run()));
        Self { stop }
    }

    pub fn close(&self) {
        self.stop.cancel();
    }
}

impl Job {
    fn new() -> Self {
        Self { stop: CancellationToken::new() }
    }

    fn with_stop(mut self, stop: CancellationToken) -> Self {
        self.stop = stop;
        self
    }

    async fn run(self) {
        self.stop.cancelled().await;
    }
}

/// One constructor is given a token, the other one's value waits for nothing.
pub struct Batcher {
    stop: CancellationToken,
}

impl Batcher {
    pub fn start(stop: CancellationToken) {
        let batcher = Self { stop };
        drop(tokio::spawn(async move { batcher.stop.cancelled().await }));
    }

    pub fn by_hand() -> Self {
        Self { stop: CancellationToken::new() }
    }

    pub fn flush(&self) {}
}
