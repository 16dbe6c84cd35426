//! Each round opens a connection of its own: none of them is closed for good.

use tokio::io::AsyncReadExt;
use tokio::net::UnixStream;
use tokio::sync::mpsc;

async fn ask(path: &str) -> std::io::Result<u8> {
    UnixStream::connect(path).await?.read_u8().await
}

pub async fn feed(path: String, tx: mpsc::Sender<u8>) {
    loop {
        let n = match ask(&path).await {
            Ok(n) => n,
            Err(e) => {
                eprintln!("{e}");
                continue;
            }
        };
        if tx.send(n).await.is_err() {
            return;
        }
    }
}
