//! The thread of `main` runs all tasks.

use std::path::Path;
use std::time::Duration;
use tokio::net::TcpListener;

fn set_up() -> anyhow::Result<()> {
    while !Path::new("/ready").exists() {
        std::thread::sleep(Duration::from_millis(250)); //~ blocking-sleep-in-async
    }
    Ok(())
}

async fn serve() -> anyhow::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:1").await?;
    let first = tokio::spawn(async move { listener.accept().await.map(drop) });
    first.await??;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let server = tokio::spawn(serve());
    set_up()?;
    server.await?
}

mod local {
    // The tasks of this runtime run on the thread of `main`.
    #[actix_rt::main]
    async fn main() {
        let ticker = actix_rt::spawn(async { actix_rt::time::sleep(std::time::Duration::from_secs(1)).await });
        std::thread::sleep(std::time::Duration::from_millis(250)); //~ blocking-sleep-in-async
        drop(ticker.await);
    }
}
