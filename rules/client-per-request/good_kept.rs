use axum::Json;
use std::sync::LazyLock;

static CLIENT: LazyLock<reqwest::Client> = LazyLock::new(reqwest::Client::new);

pub struct Proxy {
    client: reqwest::Client,
}

impl Proxy {
    pub fn new() -> Self {
        Self { client: reqwest::Client::new() }
    }

    pub async fn load(&self, url: &str) -> Result<String, reqwest::Error> {
        self.client.get(url).send().await?.text().await
    }
}

pub async fn proxy(Json(url): Json<String>) -> String {
    match CLIENT.get(&url).send().await {
        Ok(answer) => answer.text().await.unwrap_or_default(),
        Err(_) => String::new(),
    }
}

#[tokio::main]
async fn main() {
    let text = reqwest::get("http://localhost").await;
    println!("{}", text.is_ok());
}
