use std::time::Duration;
use tokio::task::JoinSet;

pub async fn fetch_all(urls: Vec<String>) {
    let client = reqwest::Client::new();
    let mut set = JoinSet::new();
    for url in urls {
        let client = client.clone();
        set.spawn(async move {
            let body = client.get(&url).send().await?.text().await?;
            println!("{body}");
            Ok::<(), reqwest::Error>(())
        });
    }
    while let Some(done) = set.join_next().await {
        println!("{done:?}");
    }
}

// Each worker keeps its own for as long as it works.
pub async fn workers(urls: Vec<String>) {
    let mut set = JoinSet::new();
    for url in urls {
        set.spawn(async move {
            let client = reqwest::Client::new();
            for _ in 0..1000 {
                let answer = client.get(&url).send().await;
                println!("{answer:?}");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
    }
    while let Some(done) = set.join_next().await {
        println!("{done:?}");
    }
}
