//! The set's next end starts the same again; and a handle in a variable.

use tokio::net::UdpSocket;
use tokio::task::JoinSet;

async fn echo(port: u16) -> std::io::Result<()> {
    let socket = UdpSocket::bind(("0.0.0.0", port)).await?;
    let mut packet = [0; 1500];
    loop {
        let (len, from) = socket.recv_from(&mut packet).await?;
        socket.send_to(&packet[..len], from).await?;
    }
}

pub async fn supervise() {
    let mut services = JoinSet::new();
    services.spawn(echo(7));
    while let Some(end) = services.join_next().await { //~ unbounded-restart
        println!("{end:?}");
        services.spawn(echo(7));
    }
}

pub async fn supervise_one() {
    loop { //~ unbounded-restart
        let running = tokio::spawn(echo(7));
        match running.await {
            Ok(Ok(())) => println!("ended"),
            Ok(Err(error)) => println!("{error}"),
            Err(panic) => println!("{panic}"),
        }
    }
}
