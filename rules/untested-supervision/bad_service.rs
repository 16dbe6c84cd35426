//! A service that a loop runs by itself, and runs again when it fails.

use std::io;
use std::time::Duration;
use tokio::net::UdpSocket;

pub async fn keep_running() {
    loop { //~ untested-supervision
        if let Err(error) = echo().await {
            println!("{error}");
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn echo() -> io::Result<()> {
    let socket = UdpSocket::bind("0.0.0.0:7").await?;
    let mut buffer = [0; 512];
    loop {
        let (n, peer) = socket.recv_from(&mut buffer).await?;
        socket.send_to(&buffer[..n], peer).await?;
    }
}
