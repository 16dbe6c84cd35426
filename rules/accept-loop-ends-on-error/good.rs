use std::io;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};

/// An error is logged, and the loop goes on.
async fn serve(listener: TcpListener) {
    loop {
        match listener.accept().await {
            Ok((socket, _)) => {
                tokio::spawn(session(socket));
            }
            Err(error) => {
                eprintln!("accept failed: {error}");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// Only what does not pass leaves.
async fn serve_or_fail(listener: &TcpListener) -> io::Result<()> {
    loop {
        let (socket, _) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => continue,
            Err(error) => return Err(error),
        };
        tokio::spawn(session(socket));
    }
}

async fn session(socket: TcpStream) {
    drop(socket);
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let admin = TcpListener::bind("127.0.0.1:9000").await?;
    let admin = tokio::spawn(serve(admin));
    let listener = TcpListener::bind("0.0.0.0:8080").await?;
    serve_or_fail(&listener).await?;
    admin.await?;
    Ok(())
}
