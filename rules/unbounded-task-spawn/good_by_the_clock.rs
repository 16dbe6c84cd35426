//! One task a minute, however many messages come.
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc;

pub async fn read(stream: TcpStream, metrics: mpsc::UnboundedSender<String>) {
    let mut lines = BufReader::new(stream).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let _ = metrics.send(line);
    }
}

pub async fn report(stream: TcpStream) {
    let (metrics, mut incoming) = mpsc::unbounded_channel();
    tokio::spawn(read(stream, metrics));
    let mut last = Instant::now();
    let mut gathered = Vec::new();
    while let Some(metric) = incoming.recv().await {
        if last.elapsed() > Duration::from_secs(60) {
            last = Instant::now();
            let part = std::mem::take(&mut gathered);
            tokio::spawn(async move { println!("{}", part.len()) });
        }
        gathered.push(metric);
    }
}
