use std::io;
use tokio::fs::File;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc;

async fn collect(socket: TcpStream) -> io::Result<()> {
    let (lines, mut rx) = mpsc::channel::<String>(1_024);
    let writer = tokio::spawn(async move {
        let mut file = File::create("lines.log").await?;
        while let Some(line) = rx.recv().await {
            file.write_all(line.as_bytes()).await?;
        }
        file.flush().await
    });
    let mut incoming = BufReader::new(socket).lines();
    while let Some(line) = incoming.next_line().await? {
        if lines.send(line).await.is_err() {
            break;
        }
    }
    drop(lines);
    writer.await?
}
