//! Functions that a field keeps make short work, or pace themselves.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::UdpSocket;
use tokio::task::JoinSet;

type Made = Pin<Box<dyn Future<Output = std::io::Result<()>> + Send>>;
type Make = Arc<dyn Fn() -> Made + Send + Sync>;

#[derive(Default)]
pub struct Jobs {
    all: Vec<(&'static str, Make)>,
}

impl Jobs {
    pub fn add<F, Fut>(mut self, name: &'static str, make: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = std::io::Result<()>> + Send + 'static,
    {
        self.all.push((name, Arc::new(move || Box::pin(make()))));
        self
    }

    pub async fn run(self) {
        let mut set = JoinSet::new();
        for (name, make) in self.all {
            set.spawn(keep_running(name, make));
        }
        while let Some(end) = set.join_next().await {
            println!("{end:?}");
        }
    }
}

async fn keep_running(name: &'static str, make: Make) {
    loop {
        match tokio::spawn(make()).await {
            Ok(Ok(())) => println!("{name} has ended"),
            Ok(Err(error)) => println!("{name}: {error}"),
            Err(panic) => println!("{name}: {panic}"),
        }
    }
}

async fn copy() -> std::io::Result<()> {
    tokio::fs::copy("/tmp/a", "/tmp/b").await?;
    Ok(())
}

async fn echo() -> std::io::Result<()> {
    tokio::time::sleep(Duration::from_secs(1)).await;
    let socket = UdpSocket::bind("0.0.0.0:7").await?;
    let mut buffer = [0; 512];
    loop {
        let (n, peer) = socket.recv_from(&mut buffer).await?;
        socket.send_to(&buffer[..n], peer).await?;
    }
}

pub async fn run() {
    Jobs::default().add("copy", copy).add("echo", echo).run().await;
}
