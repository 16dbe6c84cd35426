#[tokio::main]
async fn main() -> std::io::Result<()> {
    let stored = store::open("data").await?;
    println!("{} bytes", stored.len());
    Ok(())
}
