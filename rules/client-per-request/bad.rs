pub async fn fetch(urls: Vec<String>) -> Result<usize, reqwest::Error> {
    let mut total = 0;
    for url in urls {
        let client = reqwest::Client::new(); //~ client-per-request
        total += client.get(&url).send().await?.text().await?.len();
    }
    Ok(total)
}
