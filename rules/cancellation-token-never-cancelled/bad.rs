use std::time::Duration;
use tokio_util::sync::CancellationToken;

async fn sweep(stop: CancellationToken) {
    loop {
        tokio::select! {
            _ = stop.cancelled() => break,
            _ = tokio::time::sleep(Duration::from_secs(60)) => println!("swept"),
        }
    }
}

#[tokio::main]
async fn main() {
    let stop = CancellationToken::new(); //~ cancellation-token-never-cancelled
    let sweeper = tokio::spawn(sweep(stop.clone()));
    let _ = tokio::signal::ctrl_c().await;
    sweeper.await.unwrap();
}
