//! The handles of the tasks are in a set of futures.

use futures::stream::{FuturesUnordered, StreamExt};
use tokio::net::UdpSocket;

async fn echo(port: u16) -> std::io::Result<()> {
    let socket = UdpSocket::bind(("0.0.0.0", port)).await?;
    let mut packet = [0; 1500];
    loop {
        let (len, from) = socket.recv_from(&mut packet).await?;
        socket.send_to(&packet[..len], from).await?;
    }
}

pub async fn serve() {
    let mut services = FuturesUnordered::new();
    services.push(tokio::spawn(echo(7)));
    services.push(tokio::spawn(echo(8)));
    while let Some(_) = services.next().await {} //~ ignored-child-exit
}
