//! Who cannot connect waits, too.

use futures_util::StreamExt;
use std::time::Duration;
use tokio::sync::mpsc::Sender;
use tokio_tungstenite::connect_async;

pub async fn follow(url: String, lines: Sender<String>) {
    loop {
        let (mut socket, _) = match connect_async(&url).await {
            Ok(connected) => connected,
            Err(error) => {
                eprintln!("cannot connect: {error}");
                tokio::time::sleep(Duration::from_secs(5)).await;
                continue;
            }
        };
        while let Some(Ok(message)) = socket.next().await {
            if lines.send(message.to_string()).await.is_err() {
                return;
            }
        }
        eprintln!("the feed has ended");
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}
