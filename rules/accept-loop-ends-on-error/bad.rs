use std::io;
use tokio::net::{TcpListener, TcpStream};

/// The pattern takes `Ok` only.
async fn serve(listener: TcpListener) {
    while let Ok((socket, _)) = listener.accept().await { //~ accept-loop-ends-on-error
        tokio::spawn(session(socket));
    }
}

/// The `?` leaves the endless loop.
async fn serve_or_fail(listener: &TcpListener) -> io::Result<()> {
    loop { //~ accept-loop-ends-on-error
        let (socket, _) = listener.accept().await?;
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
