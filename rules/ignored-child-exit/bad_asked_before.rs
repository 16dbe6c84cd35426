//! What is waited for before there are children, tells them nothing.

use std::io;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

pub async fn run() -> io::Result<()> {
    let listener = TcpListener::bind("0.0.0.0:80").await?;
    // It waits for whoever has the port now.
    listener.accept().await?;
    let mut jobs: JoinSet<io::Result<()>> = JoinSet::new();
    loop {
        tokio::select! { //~ ignored-child-exit
            accepted = listener.accept() => {
                let (_socket, peer) = accepted?;
                jobs.spawn(async move { tokio::fs::write("/tmp/peer", peer.to_string()).await });
            }
            Some(_) = jobs.join_next() => println!("{} left", jobs.len()),
        }
    }
}
