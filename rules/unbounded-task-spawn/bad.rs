use futures::stream::StreamExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_util::codec::{Framed, LinesCodec};

async fn process(packet: String) {
    println!("{} bytes", packet.len());
}

async fn serve(mut lines: Framed<TcpStream, LinesCodec>) {
    let (tx, mut rx) = mpsc::channel(64);
    let reader = tokio::spawn(async move {
        while let Some(Ok(line)) = lines.next().await {
            if tx.send(line).await.is_err() {
                break;
            }
        }
    });
    while let Some(packet) = rx.recv().await {
        tokio::spawn(process(packet)); //~ unbounded-task-spawn
    }
    reader.abort();
}

async fn read(mut lines: Framed<TcpStream, LinesCodec>, tx: mpsc::Sender<String>) {
    while let Some(Ok(line)) = lines.next().await {
        if tx.send(line).await.is_err() {
            break;
        }
    }
}

// Each message fills what it then takes.
async fn refilled(lines: Framed<TcpStream, LinesCodec>) {
    let (tx, mut rx) = mpsc::channel(64);
    let reader = tokio::spawn(read(lines, tx));
    let mut next = None;
    while let Some(packet) = rx.recv().await {
        next = Some(packet);
        if let Some(packet) = next.take() {
            drop(tokio::spawn(process(packet))); //~ unbounded-task-spawn
        }
    }
    reader.abort();
}
