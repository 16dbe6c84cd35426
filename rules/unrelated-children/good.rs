use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio::time::{interval, sleep};

async fn greet(addr: SocketAddr) -> io::Result<()> {
    let listener = TcpListener::bind(addr).await?;
    loop {
        match listener.accept().await {
            Ok((mut socket, peer)) => {
                if let Err(error) = socket.write_all(b"hello\n").await {
                    println!("{peer}: {error}");
                }
            }
            Err(error) => {
                println!("accept: {error}");
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

async fn publish_uptime(path: &'static str) -> io::Result<()> {
    let mut tick = interval(Duration::from_secs(60));
    let mut minutes = 0_u64;
    loop {
        tick.tick().await;
        minutes += 1;
        tokio::fs::write(path, minutes.to_string()).await?;
    }
}

async fn run(addr: SocketAddr) {
    let mut services = JoinSet::new();
    services.spawn(async move { ("greet", greet(addr).await) });
    services.spawn(async { ("uptime", publish_uptime("/run/uptime").await) });
    while let Some(ended) = services.join_next().await {
        match ended {
            Ok((name, Err(error))) => println!("{name} ended, the others go on: {error}"),
            Ok((name, Ok(()))) => println!("{name} ended"),
            Err(error) => println!("a service panicked: {error}"),
        }
    }
}
