//! The limit is where the function is called that sends the request.

use reqwest::Client;
use std::sync::LazyLock;
use std::time::Duration;
use tokio::time::timeout;

static CLIENT: LazyLock<Client> = LazyLock::new(Client::new);

pub async fn page(url: &str) -> Option<String> {
    timeout(Duration::from_secs(5), fetch(url)).await.ok()?.ok()
}

async fn fetch(url: &str) -> Result<String, reqwest::Error> {
    CLIENT.get(url).send().await?.text().await
}

pub async fn once(url: &str) -> Option<reqwest::Response> {
    timeout(Duration::from_secs(5), reqwest::get(url)).await.ok()?.ok()
}
