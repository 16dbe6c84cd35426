use std::time::Duration;
use tokio_util::sync::CancellationToken;

async fn serve(stop: CancellationToken) {
    while stop.run_until_cancelled(tokio::time::sleep(Duration::from_secs(60))).await.is_some() {
        println!("alive");
    }
}

pub async fn run() {
    let stop = CancellationToken::new(); //~ cancellation-token-never-cancelled
    let server = tokio::spawn(serve(stop.clone()));
    tokio::signal::ctrl_c().await.unwrap();
    server.await.unwrap();
}
