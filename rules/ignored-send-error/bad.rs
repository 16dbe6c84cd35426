use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc::Sender;

async fn read(stream: TcpStream, tx: Sender<String>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    while let Some(line) = lines.next_line().await? {
        let _ = tx.send(line).await; //~ ignored-send-error
    }
    Ok(())
}
