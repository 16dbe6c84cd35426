use axum::extract::Path;
use std::time::Duration;

pub struct Hub {
    client: reqwest::Client,
    base: String,
}

impl Hub {
    pub fn new() -> Self {
        Self::with_base("https://example.org".to_owned())
    }

    pub fn with_base(base: String) -> Self {
        let client = reqwest::Client::builder()
            .timeout(Duration::from_secs(5))
            .build() //~ client-per-request
            .expect("a client");
        Self { client, base }
    }

    pub async fn fetch(&self, name: &str) -> Option<String> {
        self.client.get(format!("{}/{name}", self.base)).send().await.ok()?.text().await.ok()
    }
}

pub async fn patterns(Path(name): Path<String>) -> String {
    let hub = Hub::new();
    hub.fetch(&name).await.unwrap_or_default()
}
