//! A restart whose loop also waits for the end.

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
    loop { //~ untested-supervision
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
    #[test]
    fn grows() {
        assert_eq!(super::grow(super::Duration::from_secs(29)), super::Duration::from_secs(30));
    }
}
