// A known number, a limit of another kind, nothing that is scarce, or tasks that run already.
use futures::future::{join_all, try_join_all};
use futures::stream::{FuturesUnordered, StreamExt};
use std::sync::Arc;
use tokio::sync::Semaphore;

async fn ping(url: String) -> Result<(), reqwest::Error> {
    reqwest::get(&url).await.map(drop)
}

async fn both() {
    join_all(["https://a.example", "https://b.example"].map(|url| ping(url.to_owned()))).await;
    join_all((0..4).map(|n| ping(format!("https://{n}.example")))).await;
}

async fn the_first_ten(axum::Json(urls): axum::Json<Vec<String>>) {
    join_all(urls.into_iter().take(10).map(ping)).await;
}

async fn in_parts(axum::Json(urls): axum::Json<Vec<String>>) {
    for part in urls.chunks(16) {
        join_all(part.iter().map(|url| ping(url.clone()))).await;
    }
}

async fn with_permits(axum::Json(urls): axum::Json<Vec<String>>, limit: Arc<Semaphore>) {
    let work = urls.into_iter().map(|url| {
        let limit = Arc::clone(&limit);
        async move {
            let _permit = limit.acquire().await.unwrap();
            ping(url).await
        }
    });
    join_all(work).await;
}

// A set that is never larger than sixteen.
async fn limited(axum::Json(urls): axum::Json<Vec<String>>) {
    let mut set = FuturesUnordered::new();
    for url in urls {
        if set.len() >= 16 {
            set.next().await;
        }
        set.push(ping(url));
    }
    while set.next().await.is_some() {}
}

// They run already: this only waits.
async fn handles(axum::Json(urls): axum::Json<Vec<String>>) {
    let handles: Vec<_> = urls.into_iter().map(|url| tokio::spawn(async move { url.len() })).collect();
    let _ = join_all(handles).await;
}

// Nothing is opened.
async fn counted(axum::Json(urls): axum::Json<Vec<String>>) -> usize {
    join_all(urls.iter().map(|url| async move { url.len() })).await.into_iter().sum()
}

struct Cluster {
    nodes: Vec<String>,
}

// As many as somebody has written into a configuration.
impl Cluster {
    async fn ask(&self) -> Result<(), reqwest::Error> {
        try_join_all(self.nodes.iter().map(|node| ping(node.clone()))).await.map(drop)
    }
}
