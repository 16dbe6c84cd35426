pub async fn fetch(url: &str) -> Result<String, reqwest::Error> {
    let client = reqwest::Client::new(); //~ request-without-timeout
    client.get(url).send().await?.text().await
}
