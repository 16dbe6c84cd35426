//! Both are tried.

use std::time::Duration;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

async fn work(number: u64) -> u64 {
    sleep(Duration::from_secs(number)).await;
    number + 1
}

async fn keep_running(stop: CancellationToken) {
    while !stop.is_cancelled() {
        let ended = tokio::spawn(work(1)).await;
        println!("{ended:?}");
        sleep(Duration::from_secs(1)).await;
    }
}

async fn run(stop: CancellationToken, limit: Duration) {
    let worker = tokio::spawn(keep_running(stop.clone()));
    sleep(limit).await;
    stop.cancel();
    let _ = worker.await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn stops_while_it_works() {
        let ended = timeout(Duration::from_secs(10), run(CancellationToken::new(), Duration::from_secs(3))).await;
        assert!(ended.is_ok());
    }
}
