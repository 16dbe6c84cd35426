//! Each attempt is for something that was waited for, or an error is followed by the next wait.

use futures::StreamExt;
use redis::Client;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

pub struct Sender {
    addr: String,
    lines: mpsc::Receiver<String>,
}

impl Sender {
    pub async fn run(mut self) {
        loop {
            if let Err(error) = self.send_one().await {
                println!("not sent: {error}");
            }
        }
    }

    async fn send_one(&mut self) -> std::io::Result<()> {
        let line = self.lines.recv().await.unwrap_or_default();
        let mut socket = TcpStream::connect(&self.addr).await?;
        socket.write_all(line.as_bytes()).await
    }

    pub async fn follow(mut self) {
        loop {
            if let Err(error) = self.send_next().await {
                println!("not sent: {error}");
            }
        }
    }

    async fn send_next(&mut self) -> std::io::Result<()> {
        let socket = TcpStream::connect(&self.addr).await.ok();
        let line = self.lines.recv().await.unwrap_or_default();
        match socket {
            Some(mut socket) => socket.write_all(line.as_bytes()).await,
            None => Ok(println!("lost {line}")),
        }
    }
}

pub async fn listen(client: Client) -> redis::RedisResult<()> {
    loop {
        let mut events = client.get_async_pubsub().await?;
        events.subscribe("events").await?;
        let mut messages = events.on_message();
        while let Some(message) = messages.next().await {
            println!("{}", message.get_channel_name());
        }
    }
}
