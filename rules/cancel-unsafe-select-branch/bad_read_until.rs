//! What was read into a buffer of the round, or of the function, goes with it.
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc;

pub async fn lines(mut reader: BufReader<TcpStream>, mut out: mpsc::Receiver<u32>) {
    loop {
        let mut line = Vec::new();
        tokio::select! {
            read = reader.read_until(b'\n', &mut line) => { //~ cancel-unsafe-select-branch
                if read.is_err() {
                    break;
                }
                println!("{} bytes", line.len());
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
}

impl Lines {
    async fn next(&mut self) -> Option<Vec<u8>> {
        let mut line = Vec::new();
        match self.reader.read_until(b'\n', &mut line).await {
            Ok(0) | Err(_) => None,
            Ok(_) => Some(line),
        }
    }
}

pub async fn through_a_method(mut lines: Lines, mut out: mpsc::Receiver<u32>) {
    loop {
        tokio::select! {
            line = lines.next() => match line { //~ cancel-unsafe-select-branch
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
