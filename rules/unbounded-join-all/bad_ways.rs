// Rows, files, helpers, sets, and what a caller hands in.
use futures::future::{join_all, try_join_all};
use futures::stream::{FuturesUnordered, StreamExt};

async fn ping(url: String) -> Result<(), reqwest::Error> {
    reqwest::get(&url).await.map(drop)
}

async fn refresh(client: &reqwest::Client, url: &str) -> Result<(), reqwest::Error> {
    client.get(url).send().await.map(drop)
}

async fn feeds(pool: &sqlx::PgPool, client: &reqwest::Client) -> anyhow::Result<()> {
    let rows = sqlx::query("select url from feeds").fetch_all(pool).await?;
    let work = rows.iter().map(|row| async move {
        let url: String = sqlx::Row::get(row, 0);
        refresh(client, &url).await
    });
    try_join_all(work).await?; //~ unbounded-join-all
    Ok(())
}

fn listing() -> std::io::Result<Vec<std::path::PathBuf>> {
    let entries = std::fs::read_dir("inbox")?;
    Ok(entries.filter_map(|entry| entry.ok()).map(|entry| entry.path()).collect())
}

async fn read_all() -> std::io::Result<()> {
    let files = listing()?;
    let texts = join_all(files.iter().map(|file| tokio::fs::read_to_string(file))).await; //~ unbounded-join-all
    println!("{}", texts.len());
    Ok(())
}

async fn one_by_one(axum::Json(urls): axum::Json<Vec<String>>) {
    let mut work = Vec::new();
    for url in urls {
        work.push(ping(url));
    }
    join_all(work).await; //~ unbounded-join-all
}

async fn as_a_set(axum::Json(urls): axum::Json<Vec<String>>) {
    let mut set = FuturesUnordered::new(); //~ unbounded-join-all
    for url in urls {
        set.push(ping(url));
    }
    while let Some(answer) = set.next().await {
        println!("{}", answer.is_ok());
    }
}

async fn handler(axum::Json(urls): axum::Json<Vec<String>>) {
    in_a_helper(urls).await;
}

async fn in_a_helper(urls: Vec<String>) {
    join_all(urls.into_iter().map(ping)).await; //~ unbounded-join-all
}
