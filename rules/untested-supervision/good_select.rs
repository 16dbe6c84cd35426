//! The same with a test.

use anyhow::Result;
use std::future::Future;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

pub async fn forever<F, Fut>(name: &str, stop: CancellationToken, mut make: F)
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Result<()>> + Send + 'static,
{
    let mut delay = Duration::from_millis(100);
    loop {
        let mut task = tokio::spawn(make());
        tokio::select! {
            _ = stop.cancelled() => {
                task.abort();
                return;
            }
            end = &mut task => warn!(name, ?end, "ended"),
        }
        tokio::time::sleep(delay).await;
        delay = grow(delay);
    }
}

pub fn grow(delay: Duration) -> Duration {
    (delay * 2).min(Duration::from_secs(30))
}

async fn echo(port: u16) -> Result<()> {
    let listener = TcpListener::bind(("0.0.0.0", port)).await?;
    loop {
        let (mut socket, peer) = listener.accept().await?;
        info!(%peer);
        let (mut read, mut write) = socket.split();
        tokio::io::copy(&mut read, &mut write).await?;
    }
}

#[tokio::main]
async fn main() {
    let stop = CancellationToken::new();
    let running = tokio::spawn(forever("echo", stop.clone(), || echo(7)));
    tokio::signal::ctrl_c().await.ok();
    drop(stop.drop_guard());
    running.await.ok();
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::sync::Arc;

    #[tokio::test(start_paused = true)]
    async fn starts_again() {
        let starts = Arc::new(AtomicU32::new(0));
        let counted = starts.clone();
        let stop = CancellationToken::new();
        let running = tokio::spawn(forever("test", stop.clone(), move || {
            counted.fetch_add(1, Ordering::Relaxed);
            async { anyhow::bail!("no") }
        }));
        tokio::time::sleep(Duration::from_secs(2)).await;
        stop.cancel();
        running.await.unwrap();
        assert!(starts.load(Ordering::Relaxed) > 2);
    }
}
