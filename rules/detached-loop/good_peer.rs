//! Session loops end when the peer does, and say why.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

async fn serve(listener: TcpListener) {
    loop {
        match listener.accept().await {
            Ok((socket, peer)) => {
                tokio::spawn(async move {
                    echo(socket).await;
                    println!("{peer} left");
                });
            }
            Err(error) => {
                println!("accept: {error}");
                break;
            }
        }
    }
}

async fn echo(mut socket: TcpStream) {
    let mut buffer = [0; 1024];
    loop {
        match socket.read(&mut buffer).await {
            Ok(0) => break,
            Ok(n) => {
                if let Err(error) = socket.write_all(&buffer[..n]).await {
                    println!("write: {error}");
                    return;
                }
            }
            Err(error) => {
                println!("read: {error}");
                return;
            }
        }
    }
}
