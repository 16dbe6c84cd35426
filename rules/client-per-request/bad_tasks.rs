use tokio::task::JoinSet;

pub async fn fetch_all(urls: Vec<String>) {
    let mut set = JoinSet::new();
    for url in urls {
        set.spawn(async move {
            let body = reqwest::get(&url).await?.text().await?; //~ client-per-request
            println!("{body}");
            Ok::<(), reqwest::Error>(())
        });
    }
    while let Some(done) = set.join_next().await {
        println!("{done:?}");
    }
}
