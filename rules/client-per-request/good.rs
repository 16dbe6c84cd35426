pub async fn fetch(urls: Vec<String>) -> Result<usize, reqwest::Error> {
    let client = reqwest::Client::new();
    let mut total = 0;
    for url in urls {
        total += client.get(&url).send().await?.text().await?.len();
    }
    Ok(total)
}
