//! A session's error is the one thing that would say why users are thrown out.

use std::io;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

async fn session(socket: TcpStream) -> io::Result<u64> {
    let (read, mut write) = socket.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut count = 0;
    while let Some(line) = lines.next_line().await? {
        write.write_all(line.as_bytes()).await?;
        count += 1;
    }
    Ok(count)
}

async fn serve(listener: TcpListener) {
    loop {
        match listener.accept().await {
            Ok((socket, peer)) => {
                println!("{peer} joined");
                tokio::spawn(session(socket)); //~ discarded-task-error
            }
            Err(error) => {
                println!("accept: {error}");
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
}
