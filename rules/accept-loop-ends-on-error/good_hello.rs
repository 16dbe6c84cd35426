//! The same, where an error of one connection or of the listener goes on with the next.

use std::io;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

async fn hello(socket: &mut TcpStream) -> io::Result<u32> {
    socket.read_u32().await
}

async fn introduce(mut socket: TcpStream) -> io::Result<TcpStream> {
    let version = hello(&mut socket).await?;
    socket.write_u32(version).await?;
    Ok(socket)
}

async fn serve(listener: &TcpListener) -> io::Result<()> {
    loop {
        let mut socket = match listener.accept().await {
            Ok((socket, _)) => socket,
            Err(error) => {
                println!("{error}");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let Ok(version) = hello(&mut socket).await else { continue };
        println!("{version}");
    }
}

async fn serve_introduced(listener: &TcpListener) -> io::Result<()> {
    loop {
        let Ok((socket, _)) = listener.accept().await else { continue };
        tokio::spawn(async move {
            let socket = introduce(socket).await?;
            session(socket).await;
            Ok::<(), io::Error>(())
        });
    }
}

async fn serve_quietly(listener: &TcpListener) {
    loop {
        let Some((socket, _)) = listener.accept().await.ok() else { continue };
        tokio::spawn(session(socket));
    }
}

async fn serve_while(listener: &TcpListener) {
    loop {
        if let Some((socket, _)) = listener.accept().await.ok() {
            tokio::spawn(session(socket));
        }
    }
}

async fn serve_until(listener: TcpListener, stop: CancellationToken) {
    loop {
        let accepted = tokio::select! {
            _ = stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        let Ok((socket, _)) = accepted else { continue };
        tokio::spawn(session(socket));
    }
}

async fn session(socket: TcpStream) {
    drop(socket);
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let stop = CancellationToken::new();
    let listener = TcpListener::bind("0.0.0.0:8080").await?;
    serve(&listener).await?;
    serve_introduced(&listener).await?;
    serve_quietly(&listener).await;
    serve_while(&listener).await;
    let last = tokio::spawn(serve_until(listener, stop.clone()));
    stop.cancel();
    last.await?;
    Ok(())
}
