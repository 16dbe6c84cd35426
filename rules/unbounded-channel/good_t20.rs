//! Each sender of futures' channel has room of its own, so that a clone for each message never waits; it is right to
//! send by one and the same sender.

use futures::channel::mpsc;
use futures::{SinkExt, StreamExt};
use std::io;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;

pub async fn index(socket: TcpStream) -> io::Result<()> {
    let (mut words, mut indexed) = mpsc::channel::<String>(64);
    let indexer = tokio::spawn(async move {
        while let Some(word) = indexed.next().await {
            println!("{word}");
        }
    });
    let mut lines = BufReader::new(socket).lines();
    while let Some(word) = lines.next_line().await? {
        if words.send(word).await.is_err() {
            break;
        }
    }
    drop(words);
    indexer.await?;
    Ok(())
}
