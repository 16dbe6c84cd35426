use futures::StreamExt;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpStream, UdpSocket};
use tokio::sync::Semaphore;
use tokio_tungstenite::WebSocketStream;

async fn answer(size: usize) {
    tokio::time::sleep(Duration::from_millis(size as u64)).await;
    println!("{size}");
}

pub async fn datagrams(socket: Arc<UdpSocket>, limit: Arc<Semaphore>) {
    let mut buffer = vec![0; 1500];
    loop {
        let Ok(permit) = Arc::clone(&limit).acquire_owned().await else { return };
        let Ok((size, from)) = socket.recv_from(&mut buffer).await else { continue };
        let packet = buffer[..size].to_vec();
        let socket = Arc::clone(&socket);
        tokio::spawn(async move {
            answer(packet.len()).await;
            let _ = socket.send_to(&packet, from).await;
            drop(permit);
        });
    }
}

// One after the other.
pub async fn messages(mut socket: WebSocketStream<TcpStream>) {
    while let Some(Ok(message)) = socket.next().await {
        let _ = tokio::spawn(async move { answer(message.len()).await }).await;
    }
}

pub async fn first(mut socket: WebSocketStream<TcpStream>) {
    while let Some(Ok(message)) = socket.next().await {
        if message.is_binary() {
            tokio::spawn(async move { answer(message.len()).await });
            return;
        }
    }
}
