//! A trait's method reads into a buffer that its next call begins with an empty one.
use std::future::Future;
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc;

pub trait Transport: Send {
    fn receive(&mut self) -> impl Future<Output = Option<String>> + Send;
}

pub struct Lines<R> {
    reader: BufReader<R>,
    line: Vec<u8>,
}

impl<R: AsyncRead + Unpin + Send> Transport for Lines<R> {
    async fn receive(&mut self) -> Option<String> {
        self.line.clear();
        match self.reader.read_until(b'\n', &mut self.line).await {
            Ok(0) | Err(_) => None,
            Ok(_) => String::from_utf8(self.line.clone()).ok(),
        }
    }
}

pub struct Silent;

impl Transport for Silent {
    async fn receive(&mut self) -> Option<String> {
        None
    }
}

// Whichever it is: one of them loses what it has read.
pub async fn serve<T: Transport>(mut transport: T, mut out: mpsc::Receiver<u32>) {
    loop {
        tokio::select! {
            message = transport.receive() => match message { //~ cancel-unsafe-select-branch
                Some(message) => println!("{message}"),
                None => break,
            },
            number = out.recv() => match number {
                Some(number) => println!("{number}"),
                None => break,
            },
        }
    }
}

pub async fn over_tcp(mut lines: Lines<TcpStream>, mut out: mpsc::Receiver<u32>) {
    loop {
        tokio::select! {
            message = lines.receive() => match message { //~ cancel-unsafe-select-branch
                Some(message) => println!("{message}"),
                None => break,
            },
            Some(number) = out.recv() => println!("{number}"),
        }
    }
}

// The buffer is there before the loop, and emptied in each round.
pub async fn in_place(mut reader: BufReader<TcpStream>, mut out: mpsc::Receiver<u32>) -> std::io::Result<()> {
    let mut line = Vec::new();
    loop {
        line.clear();
        tokio::select! {
            bytes = reader.read_until(b'\n', &mut line) => { //~ cancel-unsafe-select-branch
                if bytes? == 0 {
                    return Ok(());
                }
                println!("{line:?}");
            }
            Some(number) = out.recv() => println!("{number}"),
        }
    }
}
