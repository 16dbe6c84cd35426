//! Members that can reach each other.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::mpsc;
use tokio::time::{interval, sleep};

async fn read(mut half: OwnedReadHalf, frames: mpsc::Sender<Vec<u8>>) -> io::Result<()> {
    let mut buffer = [0; 1024];
    loop {
        let n = half.read(&mut buffer).await?;
        if n == 0 || frames.send(buffer[..n].to_vec()).await.is_err() {
            return Ok(());
        }
    }
}

async fn write(mut half: OwnedWriteHalf) -> io::Result<()> {
    let mut tick = interval(Duration::from_secs(1));
    loop {
        tick.tick().await;
        half.write_all(b"ping\n").await?;
    }
}

async fn print(mut frames: mpsc::Receiver<Vec<u8>>) -> io::Result<()> {
    while let Some(frame) = frames.recv().await {
        println!("{} bytes", frame.len());
    }
    Ok(())
}

async fn session(socket: TcpStream) -> io::Result<()> {
    let (read_half, write_half) = socket.into_split();
    let (frames, rx) = mpsc::channel(8);
    tokio::try_join!(read(read_half, frames), write(write_half), print(rx))?;
    Ok(())
}

async fn either_way(a: TcpStream, b: TcpStream) {
    let (mut a_read, mut a_write) = a.into_split();
    let (mut b_read, mut b_write) = b.into_split();
    tokio::select! {
        there = tokio::io::copy(&mut a_read, &mut b_write) => println!("{there:?}"),
        back = tokio::io::copy(&mut b_read, &mut a_write) => println!("{back:?}"),
    }
}

type Scores = Arc<Mutex<HashMap<String, u64>>>;

async fn decay(scores: Scores) {
    loop {
        sleep(Duration::from_secs(60)).await;
        if let Ok(mut scores) = scores.lock() {
            scores.values_mut().for_each(|score| *score /= 2);
        }
    }
}

async fn show(scores: Scores) {
    loop {
        sleep(Duration::from_secs(1)).await;
        if let Ok(scores) = scores.lock() {
            println!("{scores:?}");
        }
    }
}

async fn shared() {
    let scores = Scores::default();
    tokio::select! {
        () = decay(Arc::clone(&scores)) => println!("decay ended"),
        () = show(scores) => println!("show ended"),
    }
}

/// Asks the writer through what it keeps.
struct Router {
    requests: mpsc::Sender<Request>,
}

struct Request(Vec<u8>);

async fn keep_alive(router: Arc<Router>) -> io::Result<()> {
    let mut tick = interval(Duration::from_secs(1));
    loop {
        tick.tick().await;
        if router.requests.send(Request(b"ping".to_vec())).await.is_err() {
            return Ok(());
        }
    }
}

async fn write_all(mut half: OwnedWriteHalf, mut requests: mpsc::Receiver<Request>) -> io::Result<()> {
    while let Some(Request(bytes)) = requests.recv().await {
        half.write_all(&bytes).await?;
    }
    Ok(())
}

async fn serve(half: OwnedWriteHalf, requests: mpsc::Receiver<Request>, router: Arc<Router>) -> io::Result<()> {
    let keeps = keep_alive(router);
    let writes = write_all(half, requests);
    tokio::try_join!(keeps, writes)?;
    Ok(())
}
