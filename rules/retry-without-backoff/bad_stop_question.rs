//! Loops that ask whether to stop, and for an answer of a server: a failure leads to the next try at once.

use reqwest::Client;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_graceful_shutdown::SubsystemHandle;

async fn follow(subsys: &mut SubsystemHandle) {
    while !subsys.is_shutdown_requested() { //~ retry-without-backoff
        let stream = match TcpStream::connect("primary.internal:6000").await {
            Ok(stream) => stream,
            Err(error) => {
                tracing::warn!(%error, "no primary");
                continue;
            }
        };
        tokio::select! {
            _ = subsys.on_shutdown_requested() => break,
            end = copy(stream) => tracing::warn!(?end, "the connection has ended"),
        }
    }
}

async fn copy(mut stream: TcpStream) -> std::io::Result<u64> {
    tokio::io::copy(&mut stream, &mut tokio::io::sink()).await
}

async fn log_in(client: &Client) -> reqwest::Result<String> {
    client.post("https://parcels.example.org/login").send().await?.text().await
}

async fn session(client: &Client) -> String {
    loop { //~ retry-without-backoff
        match log_in(client).await {
            Ok(session) => break session,
            Err(error) => tracing::warn!(%error, "cannot log in"),
        }
    }
}
