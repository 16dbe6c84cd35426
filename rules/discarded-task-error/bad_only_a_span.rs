//! A span around the function says nothing of its error.

use std::io;
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tracing::instrument;

pub struct Payloads;

impl Payloads {
    #[instrument(skip_all, fields(err))]
    pub async fn announce(&self, n: u32, alive: mpsc::Sender<()>) -> io::Result<u32> {
        TcpStream::connect("node:1").await?;
        drop(alive);
        Ok(n)
    }
}

#[instrument(skip(alive))]
async fn knock(alive: mpsc::Sender<()>) -> io::Result<()> {
    TcpStream::connect("node:1").await?;
    drop(alive);
    Ok(())
}

pub fn send(payloads: Arc<Payloads>, alive: mpsc::Sender<()>) {
    tokio::spawn(knock(alive.clone())); //~ discarded-task-error
    tokio::spawn(async move { payloads.announce(1, alive).await }); //~ discarded-task-error
}
