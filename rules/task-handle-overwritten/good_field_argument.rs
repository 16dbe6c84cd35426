//! The task takes the field that ties it to a connection, or reads what ends when the next one takes its place.

use std::sync::Arc;
use tokio::io::AsyncReadExt;
use tokio::net::tcp::OwnedReadHalf;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

pub struct Link {
    address: String,
    lines: Option<mpsc::Sender<String>>,
    reader: Option<JoinHandle<()>>,
}

async fn read(mut from: OwnedReadHalf) {
    let mut bytes = [0; 1024];
    while let Ok(count) = from.read(&mut bytes).await {
        if count == 0 {
            break;
        }
    }
}

impl Link {
    async fn connect(&mut self) -> std::io::Result<()> {
        let (from, _to) = TcpStream::connect(&self.address).await?.into_split();
        self.reader = Some(tokio::spawn(read(from)));
        Ok(())
    }

    async fn listen(&mut self) {
        let (tx, mut rx) = mpsc::channel::<String>(8);
        self.lines = Some(tx);
        self.reader = Some(tokio::spawn(async move {
            while let Some(line) = rx.recv().await {
                println!("{line}");
            }
        }));
    }

    pub async fn run(mut self, again: Arc<tokio::sync::Notify>) {
        for _ in 0..8 {
            if let Err(error) = self.connect().await {
                println!("{error}");
            }
            self.listen().await;
            again.notified().await;
        }
        if let Some(Err(error)) = self.reader.take().map(|reader| reader.is_finished().then_some(()).ok_or("busy")) {
            println!("{error}");
        }
    }
}
