//! The loop keeps its receiver, and starts a task for each part.
use tokio::io::AsyncReadExt;
use tokio::sync::mpsc;

pub async fn parts(mut rx: mpsc::Receiver<Vec<u8>>, out: mpsc::Sender<Vec<u8>>) {
    while let Some(part) = rx.recv().await {
        let out = out.clone();
        tokio::spawn(async move { //~ unbounded-task-spawn
            let _ = out.send(part).await;
        });
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
    tokio::join!(pump(socket, tx), parts(rx, out));
}
