type Http = reqwest::Client;

pub async fn fetch(urls: Vec<String>) -> usize {
    let mut total = 0;
    for url in urls {
        if let Ok(answer) = Http::new().get(&url).send().await { //~ client-per-request
            total += answer.bytes().await.map_or(0, |bytes| bytes.len());
        }
    }
    total
}
