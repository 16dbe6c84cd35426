//! The permit is for what is done before the task, or the task has it.

use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

async fn handle(_stream: TcpStream) {
    tokio::time::sleep(Duration::from_secs(9)).await;
}

pub async fn listen(limit: Arc<Semaphore>, listener: TcpListener) {
    loop {
        let permit = limit.clone().acquire_owned().await.unwrap();
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_secs(1)).await;
            continue;
        };
        tokio::spawn(async move {
            handle(stream).await;
            drop(permit);
        });
    }
}

pub async fn listen_by_hand(handshakes: Arc<Semaphore>, listener: TcpListener) {
    while let Ok((mut stream, _)) = listener.accept().await {
        let permit = handshakes.clone().acquire_owned().await.unwrap();
        let mut hello = [0; 16];
        if stream.read_exact(&mut hello).await.is_err() {
            continue;
        }
        tokio::spawn(async move {
            handle(stream).await;
        });
        drop(permit);
    }
}
