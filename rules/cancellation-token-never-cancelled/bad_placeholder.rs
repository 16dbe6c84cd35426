//! A job with a token of its own, beside one with a builder.

use tokio_util::sync::CancellationToken;

pub struct Job {
    stop: CancellationToken,
    name: String,
}

impl Job {
    pub fn new() -> Self {
        Self { stop: CancellationToken::new(), name: String::new() } //~ cancellation-token-never-cancelled
    }

    pub fn with_name(mut self, name: String) -> Self {
        self.name = name;
        self
    }

    pub async fn run(self) {
        self.stop.cancelled().await;
        println!("{} ends", self.name);
    }
}
