//! The error is logged, and the loop goes on.

use std::io;
use std::time::Duration;
use tokio::net::UdpSocket;
use tokio::time::sleep;

async fn probe(target: &str) -> io::Result<()> {
    let socket = UdpSocket::bind("0.0.0.0:0").await?;
    socket.send_to(b"ping", target).await?;
    Ok(())
}

struct Peer;

impl Peer {
    fn connect(target: String) -> Self {
        tokio::spawn(async move { //~ detached-loop
            loop {
                match probe(&target).await {
                    Ok(()) => println!("{target} is up"),
                    Err(error) => println!("{target}: {error}"),
                }
                sleep(Duration::from_secs(2)).await;
            }
        });
        Self
    }
}

fn watch_disk() {
    tokio::spawn(async { //~ detached-loop
        loop {
            if let Err(error) = sweep().await {
                println!("sweep failed: {error}");
            }
            sleep(Duration::from_secs(20)).await;
        }
    });
}

async fn sweep() -> io::Result<()> {
    let mut entries = tokio::fs::read_dir("/tmp").await?;
    while let Some(entry) = entries.next_entry().await? {
        println!("{:?}", entry.path());
    }
    Ok(())
}
