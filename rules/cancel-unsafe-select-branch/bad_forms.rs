//! Directly, in a block, in a method two calls away, with a time limit around it, and a message that is sent.

use std::io;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{Receiver, Sender};
use tokio::time::{interval, timeout};

async fn direct(mut socket: TcpStream, mut orders: Receiver<u8>) -> io::Result<()> {
    let mut header = [0; 8];
    loop {
        tokio::select! {
            read = socket.read_exact(&mut header) => { //~ cancel-unsafe-select-branch
                read?;
            }
            Some(order) = orders.recv() => println!("{order}"),
        }
    }
}

async fn lines(socket: TcpStream, mut orders: Receiver<u8>) -> io::Result<()> {
    let mut reader = BufReader::new(socket);
    let mut line = String::new();
    loop {
        line.clear();
        tokio::select! {
            read = async { reader.read_line(&mut line).await } => { //~ cancel-unsafe-select-branch
                read?;
            }
            order = orders.recv() => match order {
                Some(order) => println!("{order}"),
                None => return Ok(()),
            },
        }
    }
}

struct Peer {
    socket: TcpStream,
}

impl Peer {
    async fn number(&mut self) -> io::Result<u64> {
        self.socket.read_u64().await
    }

    async fn next(&mut self) -> io::Result<(u64, u64)> {
        Ok((self.number().await?, self.number().await?))
    }

    async fn run(mut self) -> io::Result<()> {
        let mut beat = interval(Duration::from_secs(5));
        loop {
            tokio::select! {
                pair = timeout(Duration::from_secs(60), self.next()) => { //~ cancel-unsafe-select-branch
                    println!("{:?}", pair.ok());
                }
                _ = beat.tick() => println!("alive"),
            }
        }
    }
}

async fn forward(mut from: Receiver<u32>, to: Sender<u32>) {
    let mut beat = interval(Duration::from_secs(5));
    while let Some(number) = from.recv().await {
        tokio::select! {
            sent = to.send(number) => println!("{}", sent.is_ok()), //~ cancel-unsafe-select-branch
            _ = beat.tick() => println!("alive"),
        }
    }
}
