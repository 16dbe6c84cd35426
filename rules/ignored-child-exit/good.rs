use std::io;
use tokio::net::{TcpListener, UdpSocket};
use tokio::task::JoinSet;

async fn tcp(listener: TcpListener) -> io::Result<()> {
    loop {
        let (_socket, peer) = listener.accept().await?;
        println!("{peer}");
    }
}

async fn udp(socket: UdpSocket) -> io::Result<()> {
    let mut packet = [0; 1500];
    loop {
        let (len, from) = socket.recv_from(&mut packet).await?;
        println!("{from}: {len}");
    }
}

pub async fn run(listener: TcpListener, socket: UdpSocket) {
    let mut services = JoinSet::new();
    services.spawn(tcp(listener));
    services.spawn(udp(socket));
    while let Some(end) = services.join_next().await {
        match end {
            Ok(end) => println!("a service ended: {end:?}"),
            Err(panic) => println!("a service panicked: {panic}"),
        }
    }
}
