use std::path::Path;

pub async fn page(path: &Path) -> std::io::Result<String> {
    tokio::fs::read_to_string(path).await
}
