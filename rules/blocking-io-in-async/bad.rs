use std::path::Path;

pub async fn page(path: &Path) -> std::io::Result<String> {
    std::fs::read_to_string(path) //~ blocking-io-in-async
}
