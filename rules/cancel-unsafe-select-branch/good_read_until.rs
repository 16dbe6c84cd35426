//! The buffer stays, with what was read until then: `read_until` goes on where it was.
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc;

pub async fn lines(mut reader: BufReader<TcpStream>, mut out: mpsc::Receiver<u32>) {
    let mut line = Vec::new();
    loop {
        tokio::select! {
            read = reader.read_until(b'\n', &mut line) => {
                if read.is_err() {
                    break;
                }
                println!("{} bytes", line.len());
                line.clear();
            }
            number = out.recv() => match number {
                Some(number) => println!("{number}"),
                None => break,
            },
        }
    }
}

pub struct Lines {
    reader: BufReader<TcpStream>,
    line: Vec<u8>,
}

impl Lines {
    async fn next(&mut self) -> Option<Vec<u8>> {
        match self.reader.read_until(b'\n', &mut self.line).await {
            Ok(0) | Err(_) => None,
            Ok(_) => Some(std::mem::take(&mut self.line)),
        }
    }
}

pub async fn through_a_method(mut lines: Lines, mut out: mpsc::Receiver<u32>) {
    loop {
        tokio::select! {
            line = lines.next() => match line {
                Some(line) => println!("{} bytes", line.len()),
                None => break,
            },
            number = out.recv() => match number {
                Some(number) => println!("{number}"),
                None => break,
            },
        }
    }
}
