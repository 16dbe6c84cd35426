use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc::Sender;

async fn read(stream: TcpStream, tx: Sender<String>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    while let Some(line) = lines.next_line().await? {
        if tx.send(line).await.is_err() {
            eprintln!("the writer is gone");
            break;
        }
    }
    Ok(())
}
