//! A function of the program reads from the new connection, an error that nobody looks at, and one that comes out of a
//! `select!`.

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
    loop { //~ accept-loop-ends-on-error
        let mut socket = match listener.accept().await {
            Ok((socket, _)) => socket,
            Err(error) => {
                println!("{error}");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let version = hello(&mut socket).await?;
        println!("{version}");
    }
}

async fn serve_introduced(listener: &TcpListener) -> io::Result<()> {
    loop { //~ accept-loop-ends-on-error
        let Ok((socket, _)) = listener.accept().await else { continue };
        let socket = introduce(socket).await?;
        tokio::spawn(session(socket));
    }
}

async fn serve_quietly(listener: &TcpListener) {
    loop { //~ accept-loop-ends-on-error
        let Some((socket, _)) = listener.accept().await.ok() else { break };
        tokio::spawn(session(socket));
    }
}

async fn serve_while(listener: &TcpListener) {
    while let Some((socket, _)) = listener.accept().await.ok() { //~ accept-loop-ends-on-error
        tokio::spawn(session(socket));
    }
}

async fn serve_until(listener: TcpListener, stop: CancellationToken) {
    loop { //~ accept-loop-ends-on-error
        let accepted = tokio::select! {
            _ = stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        let Ok((socket, _)) = accepted else { return };
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
