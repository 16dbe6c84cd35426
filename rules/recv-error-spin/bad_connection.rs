//! The messages of a connection end like those of a channel: with `None`, again and again.

use futures::StreamExt;
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

pub async fn read(mut socket: WebSocketStream<TcpStream>) {
    loop { //~ recv-error-spin
        match socket.next().await {
            Some(Ok(Message::Text(text))) => println!("{text}"),
            Some(Err(_)) => break,
            _ => {}
        }
    }
}
