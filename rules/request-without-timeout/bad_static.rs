//! The client is made by somebody else, or by the request itself.

use reqwest::Client;
use std::sync::LazyLock;

static CLIENT: LazyLock<Client> = LazyLock::new(Client::new); //~ request-without-timeout

pub async fn fetch(url: &str) -> Result<String, reqwest::Error> {
    CLIENT.get(url).send().await?.text().await
}

pub async fn once(url: &str) -> Result<String, reqwest::Error> {
    reqwest::get(url).await?.text().await //~ request-without-timeout
}

pub fn other() -> Client {
    Client::default() //~ request-without-timeout
}
