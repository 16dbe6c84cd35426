//! Waits behind the connection are not on the way of an attempt that fails; and a wait after a failed attempt is not on
//! the way of the first step.

use anyhow::Context;
use std::io;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{interval, sleep, timeout};

pub struct Link {
    addr: String,
}

impl Link {
    pub async fn run(mut self) {
        loop { //~ retry-without-backoff
            match self.session().await {
                Ok(()) => println!("closed"),
                Err(error) => println!("{error:#}"),
            }
        }
    }

    async fn session(&mut self) -> anyhow::Result<()> {
        let mut socket =
            timeout(Duration::from_secs(5), TcpStream::connect(self.addr.as_str())).await.context("handshake")??;
        let mut ping = interval(Duration::from_secs(30));
        loop {
            tokio::select! {
                byte = socket.read_u8() => println!("{}", byte?),
                _ = ping.tick() => sleep(Duration::from_millis(1)).await,
            }
        }
    }
}

pub async fn greet(addr: &str) {
    loop { //~ retry-without-backoff
        let mut socket = match TcpStream::connect(addr).await {
            Ok(socket) => socket,
            Err(error) => {
                println!("{error}");
                sleep(Duration::from_secs(2)).await;
                continue;
            }
        };
        if let Err(error) = socket.write_all(b"hello").await {
            println!("{error}");
            continue;
        }
        if let Err(error) = serve(socket).await {
            println!("{error}");
        }
        sleep(Duration::from_secs(2)).await;
    }
}

async fn serve(mut socket: TcpStream) -> io::Result<()> {
    loop {
        socket.read_u8().await?;
    }
}
