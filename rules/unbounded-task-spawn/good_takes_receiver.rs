//! The task takes the loop's receiver with it: there is no further round.
use tokio::io::AsyncReadExt;
use tokio::sync::mpsc;

pub async fn headers(mut rx: mpsc::Receiver<Vec<u8>>, out: mpsc::Sender<Vec<u8>>) -> Option<usize> {
    let mut seen = 0;
    loop {
        let Some(part) = rx.recv().await else { return None };
        seen += part.len();
        let end = part.is_empty();
        if end {
            let out = out.clone();
            tokio::spawn(async move {
                while let Some(part) = rx.recv().await {
                    if out.send(part).await.is_err() {
                        return;
                    }
                }
            });
            return Some(seen);
        }
    }
}

async fn pump(mut socket: tokio::net::tcp::OwnedReadHalf, tx: mpsc::Sender<Vec<u8>>) {
    let mut buf = vec![0; 1024];
    while let Ok(n) = socket.read(&mut buf).await {
        if n == 0 || tx.send(buf[..n].to_vec()).await.is_err() {
            return;
        }
    }
}

pub async fn start(socket: tokio::net::tcp::OwnedReadHalf, out: mpsc::Sender<Vec<u8>>) {
    let (tx, rx) = mpsc::channel(8);
    tokio::join!(pump(socket, tx), headers(rx, out));
}
