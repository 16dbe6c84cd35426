//! The permit is back before the connection is served: the limit limits nothing.

use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

async fn handle(_stream: TcpStream) {
    tokio::time::sleep(Duration::from_secs(9)).await;
}

pub async fn listen(limit: Arc<Semaphore>, listener: TcpListener) {
    loop {
        let permit = limit.clone().acquire_owned().await.unwrap(); //~ semaphore-permit-discarded
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_secs(1)).await;
            continue;
        };
        tokio::spawn(async move {
            handle(stream).await;
        });
        drop(permit);
    }
}
