//! The end of the connection's messages ends the loop; so does the end of what is read, whatever errors do.

use futures::StreamExt;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

pub async fn read(mut socket: WebSocketStream<TcpStream>) {
    loop {
        match socket.next().await {
            Some(Ok(Message::Text(text))) => println!("{text}"),
            Some(Ok(_)) => {}
            Some(Err(_)) | None => break,
        }
    }
}

pub async fn bytes(mut socket: TcpStream) {
    let mut buffer = [0; 512];
    loop {
        match socket.read(&mut buffer).await {
            Ok(0) => break,
            Ok(n) => println!("{n}"),
            Err(error) => eprintln!("{error}"),
        }
    }
}

pub enum Step {
    Opened(WebSocketStream<TcpStream>),
    Idle,
}

pub struct Hub {
    opened: tokio::sync::mpsc::Receiver<WebSocketStream<TcpStream>>,
}

impl Hub {
    async fn step(&mut self) -> Option<Step> {
        Some(self.opened.recv().await.map_or(Step::Idle, Step::Opened))
    }

    /// Another connection each round.
    pub async fn run(mut self) {
        while let Some(step) = self.step().await {
            match step {
                Step::Opened(mut socket) => {
                    if let Some(Ok(hello)) = socket.next().await {
                        println!("{hello}");
                    }
                }
                Step::Idle => break,
            }
        }
    }
}
