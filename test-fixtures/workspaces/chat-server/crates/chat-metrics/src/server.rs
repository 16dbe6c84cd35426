//! The metrics page, over as much HTTP as a scraper needs.

use crate::counters::render;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tracing::{debug, warn};

/// Answers scrapers until `stop` is cancelled.
pub async fn serve(addr: SocketAddr, stop: CancellationToken) -> io::Result<()> {
    let listener = TcpListener::bind(addr).await?;
    let mut scrapes = JoinSet::new();
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok((socket, _)) => {
                    scrapes.spawn(timeout(Duration::from_secs(5), answer(socket)));
                }
                Err(error) => {
                    warn!(%error, "accept failed");
                    sleep(Duration::from_millis(100)).await;
                }
            },
            Some(ended) = scrapes.join_next() => match ended {
                Ok(Ok(Ok(()))) => {}
                Ok(Ok(Err(error))) => debug!(%error, "scrape failed"),
                Ok(Err(_)) => debug!("scrape timed out"),
                Err(error) => warn!(%error, "scrape panicked"),
            },
        }
    }
    scrapes.shutdown().await;
    Ok(())
}

async fn answer(mut socket: TcpStream) -> io::Result<()> {
    let mut request = [0; 1024];
    let read = socket.read(&mut request).await?;
    let body = if request[..read].starts_with(b"GET /metrics") { render() } else { String::new() };
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
    socket.write_all(head.as_bytes()).await?;
    socket.write_all(body.as_bytes()).await?;
    socket.shutdown().await
}
