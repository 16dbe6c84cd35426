//! The list is gathered one by one, and is as long as what it is gathered from.
use futures::future::join_all;

pub async fn read_all(folder: &str) -> std::io::Result<Vec<String>> {
    let mut entries = tokio::fs::read_dir(folder).await?;
    let mut paths = Vec::new();
    while let Some(entry) = entries.next_entry().await? {
        paths.push(entry.path());
    }
    let texts = join_all(paths.iter().map(|path| tokio::fs::read_to_string(path))).await; //~ unbounded-join-all
    Ok(texts.into_iter().flatten().collect())
}
