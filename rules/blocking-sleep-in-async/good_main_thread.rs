//! The runtime has threads of its own for its tasks: `main` stands still alone.

use std::path::Path;
use std::time::Duration;
use tokio::net::TcpListener;

fn set_up() -> anyhow::Result<()> {
    while !Path::new("/ready").exists() {
        std::thread::sleep(Duration::from_millis(250));
    }
    Ok(())
}

async fn serve() -> anyhow::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:1").await?;
    let first = tokio::spawn(async move { listener.accept().await.map(drop) });
    first.await??;
    Ok(())
}

#[tokio::main(worker_threads = 4)]
async fn main() -> anyhow::Result<()> {
    if std::env::args().any(|option| option == "-S") {
        return set_up();
    }
    let server = tokio::spawn(serve());
    server.await?
}
