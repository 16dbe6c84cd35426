//! The attribute logs each error of the function that the task waits for.

use std::io;
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tracing::instrument;

pub struct Payloads;

impl Payloads {
    #[instrument(skip_all, fields(n), err(level = "warn"))]
    pub async fn announce(&self, n: u32, alive: mpsc::Sender<()>) -> io::Result<u32> {
        TcpStream::connect("node:1").await?;
        drop(alive);
        Ok(n)
    }
}

pub fn send(payloads: Arc<Payloads>, alive: mpsc::Sender<()>) {
    tokio::spawn(async move { payloads.announce(1, alive).await });
}
