//! What was read stays in the buffer until a message is whole.
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
        match self.reader.read_until(b'\n', &mut self.line).await {
            Ok(0) | Err(_) => None,
            Ok(_) => {
                let line = String::from_utf8(self.line.clone()).ok();
                self.line.clear();
                line
            }
        }
    }
}

pub struct Marked<R> {
    reader: BufReader<R>,
    line: Vec<u8>,
    whole: bool,
}

impl<R: AsyncRead + Unpin + Send> Transport for Marked<R> {
    async fn receive(&mut self) -> Option<String> {
        if self.whole {
            self.whole = false;
            self.line.clear();
        }
        self.reader.read_until(b'\n', &mut self.line).await.ok()?;
        self.whole = true;
        String::from_utf8(self.line.clone()).ok()
    }
}

pub struct Queue(mpsc::Receiver<String>);

impl Transport for Queue {
    async fn receive(&mut self) -> Option<String> {
        self.0.recv().await
    }
}

pub async fn serve<T: Transport>(mut transport: T, mut out: mpsc::Receiver<u32>) {
    loop {
        tokio::select! {
            message = transport.receive() => match message {
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

// Emptied when the line was whole, and only then.
pub async fn in_place(mut reader: BufReader<TcpStream>, mut out: mpsc::Receiver<u32>) -> std::io::Result<()> {
    let mut line = Vec::new();
    loop {
        tokio::select! {
            bytes = reader.read_until(b'\n', &mut line) => {
                if bytes? == 0 {
                    return Ok(());
                }
                println!("{line:?}");
                line.clear();
            }
            Some(number) = out.recv() => println!("{number}"),
        }
    }
}
