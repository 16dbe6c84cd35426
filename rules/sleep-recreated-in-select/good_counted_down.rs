//! The busy branch counts the loop down: it can put the report off a few times at most.
use std::time::{Duration, Instant};
async fn work(n: usize) -> usize {
    n
}
pub async fn wait_all(n: usize) {
    let start = Instant::now();
    let interval = Duration::from_secs(30);
    let (tx, done) = flume::bounded(1);
    for i in 0..n {
        let tx = tx.clone();
        drop(tokio::spawn(async move {
            let r = work(i).await;
            tx.send_async(r).await
        }));
    }
    let mut left = n;
    while left > 0 {
        tokio::select! {
            _ = tokio::time::sleep(interval) => {
                let elapsed = start.elapsed();
                println!("still at work after {elapsed:?}");
            }
            _ = done.recv_async() => {
                left -= 1;
            }
        };
    }
}

fn main() {}
