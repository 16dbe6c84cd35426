//! A task that takes a lock once and keeps it as long as it runs: nobody gets it anyway.
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Mutex;

pub async fn serve(listener: Arc<Mutex<TcpListener>>) {
    let listener = listener.lock().await;
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => println!("{peer} {stream:?}"),
            Err(error) => {
                eprintln!("{error}");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}
