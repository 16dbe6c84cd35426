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
