//! They wait before the next try.

use reqwest::Client;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_graceful_shutdown::SubsystemHandle;

async fn follow(subsys: &mut SubsystemHandle) {
    while !subsys.is_shutdown_requested() {
        let stream = match TcpStream::connect("primary.internal:6000").await {
            Ok(stream) => stream,
            Err(error) => {
                tracing::warn!(%error, "no primary");
        tokio::time::sleep(Duration::from_secs(1)).await;
                continue;
            }
        };
        tokio::select! {
            _ = subsys.on_shutdown_requested() => break,
            end = copy(stream) => tracing::warn!(?end, "the connection has ended"),
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn copy(mut stream: TcpStream) -> std::io::Result<u64> {
    tokio::io::copy(&mut stream, &mut tokio::io::sink()).await
}

async fn log_in(client: &Client) -> reqwest::Result<String> {
    client.post("https://parcels.example.org/login").send().await?.text().await
}

async fn session(client: &Client) -> String {
    loop {
        match log_in(client).await {
            Ok(session) => break session,
            Err(error) => tracing::warn!(%error, "cannot log in"),
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}
