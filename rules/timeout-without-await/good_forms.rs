//! What resembles it: awaits in macros and selects, futures that are handed over, traits, limits of another kind.

use std::future::Future;
use std::time::Duration;
use tokio::sync::mpsc::Receiver;
use tokio::time::timeout;

async fn first(a: &mut Receiver<u32>, b: &mut Receiver<u32>) -> Option<u32> {
    timeout(Duration::from_secs(1), async {
        tokio::select! {
            one = a.recv() => one,
            one = b.recv() => one,
        }
    })
    .await
    .ok()
    .flatten()
}

async fn both(a: &mut Receiver<u32>, b: &mut Receiver<u32>) {
    let both = timeout(Duration::from_secs(1), async { tokio::join!(a.recv(), b.recv()) });
    println!("{}", both.await.is_ok());
}

/// A macro of somebody else may await.
async fn unread(a: &mut Receiver<u32>) {
    let done = timeout(Duration::from_secs(1), async { other_crate::wait_for!(a => some) });
    println!("{}", done.await.is_ok());
}

async fn handed_over<F: Future<Output = u32>>(work: F) -> Option<u32> {
    timeout(Duration::from_secs(1), work).await.ok()
}

#[async_trait::async_trait]
trait Probe {
    async fn probe(&self) -> bool;
}

struct Always;

#[async_trait::async_trait]
impl Probe for Always {
    async fn probe(&self) -> bool {
        String::new().is_empty()
    }
}

async fn any(probe: &dyn Probe) -> bool {
    timeout(Duration::from_secs(1), probe.probe()).await.unwrap_or(false)
}

async fn in_format(rx: &mut Receiver<u32>) {
    let printed = timeout(Duration::from_secs(1), async { println!("{:?}", rx.recv().await) });
    println!("{}", printed.await.is_ok());
}

mod own {
    use std::time::Duration;

    /// Runs the work, and says when it took too long.
    pub async fn timeout<T>(_warn_after: Duration, work: impl Future<Output = T>) -> T {
        work.await
    }

    use std::future::Future;
}

async fn only_warns(text: &str) -> usize {
    own::timeout(Duration::from_secs(1), async { text.lines().count() }).await
}
