//! The list is gathered until there are enough.
use futures::future::join_all;

pub async fn read_first(folder: &str) -> std::io::Result<Vec<String>> {
    let mut entries = tokio::fs::read_dir(folder).await?;
    let mut paths = Vec::new();
    let mut left = 20;
    while let Some(entry) = entries.next_entry().await? {
        paths.push(entry.path());
        left -= 1;
        if left == 0 {
            break;
        }
    }
    let texts = join_all(paths.iter().map(|path| tokio::fs::read_to_string(path))).await;
    Ok(texts.into_iter().flatten().collect())
}
