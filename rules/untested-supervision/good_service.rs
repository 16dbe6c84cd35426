//! Short work is done again and again, and is no service; one that ends the loop with its error is not restarted; and who
//! accepts starts sessions, and not what has ended.

use std::io;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::task::JoinSet;

pub async fn copy_often() {
    loop {
        if let Err(error) = copy().await {
            println!("{error}");
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn copy() -> io::Result<u64> {
    tokio::fs::copy("/tmp/a", "/tmp/b").await
}

pub async fn run() -> io::Result<()> {
    loop {
        echo().await?;
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

async fn session(socket: TcpStream) -> io::Result<()> {
    loop {
        socket.readable().await?;
    }
}

pub async fn accept(listener: TcpListener) -> io::Result<()> {
    let mut sessions = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                sessions.spawn(session(accepted?.0));
            }
            Some(end) = sessions.join_next() => println!("{end:?}"),
        }
    }
}
