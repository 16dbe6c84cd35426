#[tokio::main]
async fn main() {
    tokio::spawn(async {
        let _ = tokio::signal::ctrl_c().await;
        let _ = tokio::signal::ctrl_c().await;
        std::process::exit(130);
    });
    if run().await.is_err() {
        std::process::exit(1);
    }
}

async fn run() -> Result<(), ()> {
    Ok(())
}
