//! Children that were told to end after they had begun.

use std::io;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

pub async fn run() -> io::Result<()> {
    let mut jobs: JoinSet<io::Result<()>> = JoinSet::new();
    for number in 0..4 {
        jobs.spawn(async move { tokio::fs::write(format!("/tmp/{number}"), "job").await });
    }
    let listener = TcpListener::bind("0.0.0.0:80").await?;
    listener.accept().await?;
    while jobs.join_next().await.is_some() {}
    Ok(())
}
