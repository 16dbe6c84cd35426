//! A session opens its connection, and then reads from it until it fails.

use futures::StreamExt;
use redis::Client;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio_tungstenite::connect_async;

pub struct Feed {
    url: String,
    running: AtomicBool,
}

impl Feed {
    pub async fn run(&self) {
        while self.running.load(Ordering::Relaxed) { //~ retry-without-backoff
            if let Err(error) = self.session().await {
                println!("session lost: {error}");
            }
        }
    }

    async fn session(&self) -> Result<(), tokio_tungstenite::tungstenite::Error> {
        let (mut socket, _) = connect_async(&self.url).await?;
        while let Some(message) = socket.next().await {
            println!("{}", message?);
        }
        Ok(())
    }
}

pub async fn listen(client: Client) {
    loop { //~ retry-without-backoff
        let mut events = match client.get_async_pubsub().await {
            Ok(events) => events,
            Err(error) => {
                println!("no connection: {error}");
                continue;
            }
        };
        if events.subscribe("events").await.is_err() {
            continue;
        }
        let mut messages = events.on_message();
        while let Some(message) = messages.next().await {
            println!("{}", message.get_channel_name());
        }
    }
}
