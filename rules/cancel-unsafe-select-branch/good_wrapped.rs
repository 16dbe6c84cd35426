//! What was read stays in the buffer that was given, or in the stream of lines.
use futures::FutureExt;
use futures::StreamExt;
use futures::io::{AsyncBufReadExt as _, BufReader as LineReader};
use std::time::Duration;
use tokio::io::{AsyncReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc::Receiver;
use tokio::time::timeout;

pub async fn limited(stream: TcpStream, mut ticks: Receiver<()>) {
    let mut reader = BufReader::new(stream);
    let mut read = bytes::BytesMut::new();
    loop {
        tokio::select! {
            count = timeout(Duration::from_secs(5), reader.read_buf(&mut read)) => {
                let Ok(Ok(1..)) = count else { return };
                println!("{}", read.len());
            }
            tick = ticks.recv() => {
                let Some(()) = tick else { return };
                println!("tick");
            }
        }
    }
}

pub async fn fused(stream: async_std::net::TcpStream, ticks: async_std::channel::Receiver<()>) {
    let mut lines = LineReader::new(stream).lines().fuse();
    loop {
        futures::select! {
            line = lines.next() => {
                let Some(Ok(line)) = line else { return };
                println!("{line}");
            }
            tick = ticks.recv().fuse() => {
                let Ok(()) = tick else { return };
                println!("tick");
            }
        }
    }
}
