//! The task takes one field of a struct that has a connection, too.

use std::time::Duration;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

pub struct Link {
    address: String,
    every: Duration,
    stream: Option<TcpStream>,
    heartbeat: Option<JoinHandle<()>>,
}

async fn beat(every: Duration) {
    loop {
        tokio::time::sleep(every).await;
        println!("alive");
    }
}

impl Link {
    async fn connect(&mut self) -> std::io::Result<()> {
        self.stream = Some(TcpStream::connect(&self.address).await?);
        self.heartbeat = Some(tokio::spawn(beat(self.every))); //~ task-handle-overwritten
        Ok(())
    }

    pub async fn run(mut self) {
        loop {
            if let Err(error) = self.connect().await {
                println!("{error}");
            }
            tokio::time::sleep(Duration::from_secs(2)).await;
        }
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        if let Some(heartbeat) = self.heartbeat.take() {
            heartbeat.abort();
        }
    }
}
