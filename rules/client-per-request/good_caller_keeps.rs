use axum::Json;
use std::sync::OnceLock;

static SHARED: OnceLock<reqwest::Client> = OnceLock::new();

fn client() -> reqwest::Client {
    reqwest::Client::builder().build().unwrap()
}

// Made once, whoever asks first.
fn shared() -> &'static reqwest::Client {
    SHARED.get_or_init(client)
}

pub struct Feeds {
    client: reqwest::Client,
}

impl Feeds {
    pub fn new() -> Self {
        let client = client();
        Self { client }
    }
}

pub struct App {
    feeds: Feeds,
}

pub fn app() -> App {
    App { feeds: Feeds::new() }
}

pub async fn news(Json(name): Json<String>) -> String {
    match shared().get(name).send().await {
        Ok(answer) => answer.text().await.unwrap_or_default(),
        Err(error) => error.to_string(),
    }
}
