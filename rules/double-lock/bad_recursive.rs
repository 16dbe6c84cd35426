//! A function that calls itself, while the guard of its first round lives: a scrutinee's guard lives through the arms.

use tokio::sync::Mutex;

pub struct Connection;

impl Connection {
    async fn open(&self) -> std::io::Result<u32> {
        tokio::net::TcpStream::connect("node:1").await?;
        Ok(1)
    }
}

pub struct Pool {
    handle: Mutex<Connection>,
}

impl Pool {
    pub async fn open(&self) -> std::io::Result<u32> {
        match self.handle.lock().await.open().await {
            Ok(channel) => Ok(channel),
            Err(error) if self.is_given_up() => Err(error),
            Err(_) => Box::pin(self.open()).await, //~ double-lock
        }
    }

    fn is_given_up(&self) -> bool {
        true
    }
}
