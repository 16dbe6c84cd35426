//! What reads from the peer is ended by whoever leaves, or the two tasks of a connection end with it.
use futures::{SinkExt, StreamExt};
use tokio::io::AsyncReadExt;
use tokio::net::tcp::OwnedReadHalf;
use tokio::sync::mpsc;
use tokio_tungstenite::{WebSocketStream, tungstenite::Message};

async fn count(mut from: OwnedReadHalf) -> usize {
    let mut buffer = [0; 1024];
    let mut total = 0;
    while let Ok(bytes) = from.read(&mut buffer).await {
        if bytes == 0 {
            break;
        }
        total += bytes;
    }
    total
}

pub async fn session(from: OwnedReadHalf, mut commands: mpsc::Receiver<u32>) {
    let reader = tokio::spawn(count(from));
    tokio::pin!(reader);
    let mut ended = false;
    loop {
        tokio::select! {
            total = &mut reader => {
                ended = true;
                println!("{total:?}");
                break;
            }
            command = commands.recv() => match command {
                Some(command) => println!("{command}"),
                None => break,
            },
        }
    }
    if !ended {
        reader.abort();
    }
}

pub async fn talk(stream: WebSocketStream<tokio::net::TcpStream>, mut words: mpsc::Receiver<String>) {
    let (mut to, mut from) = stream.split();
    let speaks = tokio::spawn(async move {
        while let Some(word) = words.recv().await {
            if to.send(Message::text(word)).await.is_err() {
                break;
            }
        }
    });
    let listens = tokio::spawn(async move {
        while let Some(Ok(message)) = from.next().await {
            println!("{message}");
        }
    });
    tokio::select! {
        _ = speaks => {}
        _ = listens => {}
    }
}
