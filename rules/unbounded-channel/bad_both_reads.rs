//! The file imports the reads of threads, too.
use std::io::Read as _;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;

pub fn relay(mut from: TcpStream, mut to: TcpStream) {
    let (queue, mut queued) = mpsc::unbounded_channel::<Vec<u8>>(); //~ unbounded-channel
    tokio::spawn(async move {
        let mut buffer = [0; 1024];
        while let Ok(length) = from.read(&mut buffer).await {
            if length == 0 || queue.send(buffer[..length].to_vec()).is_err() {
                break;
            }
        }
    });
    tokio::spawn(async move {
        while let Some(bytes) = queued.recv().await {
            if to.write_all(&bytes).await.is_err() {
                break;
            }
        }
    });
}

pub fn first_byte(mut file: std::fs::File) -> Option<u8> {
    let mut byte = [0];
    file.read(&mut byte).ok()?;
    Some(byte[0])
}
