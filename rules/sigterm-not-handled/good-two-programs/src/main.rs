#[tokio::main]
async fn main() -> std::io::Result<()> {
    tiles::serve().await
}
