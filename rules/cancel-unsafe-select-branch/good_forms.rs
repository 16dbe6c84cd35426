//! Nothing is lost, or nothing goes on.

use std::io;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{Receiver, Sender};
use tokio::sync::oneshot;
use tokio::time::interval;

/// The other branch ends the loop, and the socket with it.
async fn until_stopped(mut socket: TcpStream, mut stop: oneshot::Receiver<()>) -> io::Result<()> {
    let mut header = [0; 8];
    loop {
        tokio::select! {
            read = socket.read_exact(&mut header) => {
                read?;
            }
            _ = &mut stop => return Ok(()),
        }
    }
}

/// Keeps its place in a buffer.
async fn buffered(mut socket: TcpStream) -> io::Result<()> {
    let mut beat = interval(Duration::from_secs(5));
    let mut buffer = bytes::BytesMut::new();
    loop {
        tokio::select! {
            read = socket.read_buf(&mut buffer) => {
                if read? == 0 {
                    return Ok(());
                }
            }
            _ = beat.tick() => println!("{}", buffer.len()),
        }
    }
}

/// A new connection in each round.
async fn probes(listener: TcpListener) -> io::Result<()> {
    let mut beat = interval(Duration::from_secs(5));
    loop {
        let (mut socket, _) = listener.accept().await?;
        let mut header = [0; 8];
        tokio::select! {
            read = socket.read_exact(&mut header) => println!("{}", read.is_ok()),
            _ = beat.tick() => println!("too slow"),
        }
    }
}

/// Once, and not in a loop.
async fn once(mut socket: TcpStream, stop: oneshot::Receiver<()>) -> io::Result<()> {
    let mut header = [0; 8];
    tokio::select! {
        read = socket.read_exact(&mut header) => read.map(|_| ()),
        _ = stop => socket.write_all(b"bye").await,
    }
}

/// The permit waits, the message stays.
async fn forward(mut from: Receiver<u32>, to: Sender<u32>) {
    let mut beat = interval(Duration::from_secs(5));
    let mut next: Option<u32> = None;
    loop {
        tokio::select! {
            Ok(permit) = to.reserve(), if next.is_some() => {
                if let Some(number) = next.take() {
                    permit.send(number);
                }
            }
            number = from.recv(), if next.is_none() => match number {
                Some(number) => next = Some(number),
                None => return,
            },
            _ = beat.tick() => println!("alive"),
        }
    }
}

/// The read stands behind the select.
async fn after(mut socket: TcpStream) -> io::Result<()> {
    let mut beat = interval(Duration::from_secs(5));
    loop {
        tokio::select! {
            ready = socket.readable() => {
                ready?;
                println!("{}", socket.read_u8().await?);
            }
            _ = beat.tick() => println!("alive"),
        }
    }
}

/// The same name on another thing.
struct Deck(Vec<u32>);

impl Deck {
    async fn read_exact(&mut self, many: usize) -> Vec<u32> {
        self.0.drain(..many.min(self.0.len())).collect()
    }
}

async fn play(mut deck: Deck) {
    let mut beat = interval(Duration::from_secs(5));
    loop {
        tokio::select! {
            cards = deck.read_exact(2) => println!("{cards:?}"),
            _ = beat.tick() => println!("waiting"),
        }
    }
}
