use std::time::Duration;

pub async fn fetch(url: &str) -> Result<String, reqwest::Error> {
    let client = reqwest::Client::new();
    client.get(url).timeout(Duration::from_secs(10)).send().await?.text().await
}
