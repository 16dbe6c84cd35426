//! Nothing slows the reader of a socket down when its channel has no limit; it is right to give it one and to wait.

use std::io;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

pub struct Chunk {
    pub at: u64,
    pub bytes: Vec<u8>,
}

pub async fn receive(mut camera: TcpStream) -> io::Result<()> {
    let (chunks, waiting) = mpsc::channel(64);
    let decoder = tokio::spawn(decode(waiting));
    let mut buffer = vec![0; 65_536];
    let mut at = 0;
    loop {
        let len = camera.read(&mut buffer).await?;
        if len == 0 {
            break;
        }
        let chunk = Chunk { at, bytes: buffer[..len].to_vec() };
        if chunks.send(chunk).await.is_err() {
            break;
        }
        at += len as u64;
    }
    drop(chunks);
    decoder.await?;
    Ok(())
}

async fn decode(mut waiting: mpsc::Receiver<Chunk>) {
    while let Some(chunk) = waiting.recv().await {
        println!("{} bytes at {}", chunk.bytes.len(), chunk.at);
    }
}
