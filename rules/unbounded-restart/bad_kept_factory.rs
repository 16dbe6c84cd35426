//! Functions that a field keeps go to a loop of their own each.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use tokio::net::UdpSocket;
use tokio::task::JoinSet;

type Made = Pin<Box<dyn Future<Output = std::io::Result<()>> + Send>>;
type Make = Arc<dyn Fn() -> Made + Send + Sync>;

#[derive(Default)]
pub struct Services {
    all: Vec<(&'static str, Make)>,
}

impl Services {
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
    loop { //~ unbounded-restart
        match tokio::spawn(make()).await {
            Ok(Ok(())) => println!("{name} has ended"),
            Ok(Err(error)) => println!("{name}: {error}"),
            Err(panic) => println!("{name}: {panic}"),
        }
    }
}

async fn echo() -> std::io::Result<()> {
    let socket = UdpSocket::bind("0.0.0.0:7").await?;
    let mut buffer = [0; 512];
    loop {
        let (n, peer) = socket.recv_from(&mut buffer).await?;
        socket.send_to(&buffer[..n], peer).await?;
    }
}

pub async fn run() {
    Services::default().add("echo", echo).run().await;
}
