use futures::StreamExt;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpStream, UdpSocket};
use tokio_tungstenite::WebSocketStream;

async fn answer(size: usize) {
    tokio::time::sleep(Duration::from_millis(size as u64)).await;
    println!("{size}");
}

pub async fn datagrams(socket: Arc<UdpSocket>) {
    let mut buffer = vec![0; 1500];
    loop {
        let Ok((size, from)) = socket.recv_from(&mut buffer).await else { continue };
        let packet = buffer[..size].to_vec();
        let socket = Arc::clone(&socket);
        tokio::spawn(async move { //~ unbounded-task-spawn
            answer(packet.len()).await;
            let _ = socket.send_to(&packet, from).await;
        });
    }
}

pub async fn messages(mut socket: WebSocketStream<TcpStream>) {
    while let Some(Ok(message)) = socket.next().await {
        tokio::spawn(async move { answer(message.len()).await }); //~ unbounded-task-spawn
    }
}

pub async fn half(socket: WebSocketStream<TcpStream>) {
    let (_write, mut read) = socket.split();
    while let Some(Ok(message)) = read.next().await {
        tokio::spawn(async move { answer(message.len()).await }); //~ unbounded-task-spawn
    }
}
