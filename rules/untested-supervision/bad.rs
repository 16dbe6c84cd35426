//! Neither the restart nor the shutdown is ever tried.

use std::time::Duration;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

async fn work(number: u64) -> u64 {
    sleep(Duration::from_secs(number)).await;
    number + 1
}

async fn keep_running() {
    loop { //~ untested-supervision
        let ended = tokio::spawn(work(1)).await;
        println!("{ended:?}");
        sleep(Duration::from_secs(1)).await;
    }
}

async fn run(stop: CancellationToken) {
    let worker = tokio::spawn(keep_running());
    sleep(Duration::from_secs(60)).await;
    stop.cancel(); //~ untested-supervision
    let _ = worker.await;
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn works() {
        assert_eq!(super::work(0).await, 1);
    }
}
