use axum::extract::{Path, State};
use std::sync::Arc;
use std::time::Duration;

pub struct Hub {
    client: reqwest::Client,
}

impl Hub {
    pub fn new() -> Self {
        Self { client: reqwest::Client::new() }
    }

    pub async fn fetch(&self, name: &str) -> Option<String> {
        self.client.get(name).send().await.ok()?.text().await.ok()
    }

    async fn run(self) {
        let _ = self.fetch("https://example.org").await;
    }
}

pub struct App {
    hub: Hub,
}

pub async fn patterns(State(app): State<Arc<App>>, Path(name): Path<String>) -> String {
    app.hub.fetch(&name).await.unwrap_or_default()
}

// One for each of a few, at the start.
pub async fn start(names: Vec<String>) {
    for _ in names {
        tokio::spawn(Hub::new().run());
    }
}

// Once a day: no connection would be left.
pub async fn daily() {
    let mut day = tokio::time::interval(Duration::from_secs(86400));
    loop {
        day.tick().await;
        let _ = reqwest::Client::new().get("https://example.org").send().await;
    }
}

// Who runs it, and how often, is not known.
pub fn effects(desk: &unknown_desk::Desk, effects: Vec<u8>) {
    for effect in effects {
        desk.perform(async move { models(effect).await });
    }
}

async fn models(_effect: u8) {
    let _ = reqwest::Client::new().get("https://example.org").send().await;
}
