//! A signal that a function hands on to the one that gives it: who waits goes on when it is gone, too.

use tokio::net::TcpListener;
use tokio::sync::oneshot;

async fn run(address: &str, started: oneshot::Sender<()>) -> std::io::Result<()> {
    tracing::info!("the server starts at {address}");
    serve(address, started).await
}

async fn serve(address: &str, started: oneshot::Sender<()>) -> std::io::Result<()> {
    let listener = TcpListener::bind(address).await?;
    if started.send(()).is_err() {
        tracing::warn!("nobody waits for the start");
    }
    let (_stream, peer) = listener.accept().await?;
    tracing::info!("{peer} has come");
    Ok(())
}

#[tokio::main]
async fn main() {
    let (started, start) = oneshot::channel();
    let server = tokio::spawn(async move {
        if let Err(error) = run("127.0.0.1:4000", started).await {
            tracing::error!("{error}");
            std::process::exit(1);
        }
    });
    start.await.ok();
    if let Err(error) = server.await {
        tracing::error!("{error}");
    }
}
