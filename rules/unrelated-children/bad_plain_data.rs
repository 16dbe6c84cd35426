//! Each is given a copy of the same limits: data that nobody changes ties nobody.

use std::time::Duration;
use tokio::net::{TcpListener, UdpSocket};

#[derive(Clone)]
struct Limits {
    per_minute: u32,
    name: String,
    pause: Option<Duration>,
}

async fn serve(listener: TcpListener, limits: Limits) -> std::io::Result<()> {
    loop {
        let (_, peer) = listener.accept().await?;
        println!("{}: {peer}, at most {} a minute", limits.name, limits.per_minute);
    }
}

async fn announce(socket: UdpSocket, limits: Limits) -> std::io::Result<()> {
    loop {
        socket.send(limits.name.as_bytes()).await?;
        tokio::time::sleep(limits.pause.unwrap_or_default()).await;
    }
}

async fn run(listener: TcpListener, socket: UdpSocket, limits: Limits) -> std::io::Result<()> {
    tokio::try_join!(serve(listener, limits.clone()), announce(socket, limits))?; //~ unrelated-children
    Ok(())
}
