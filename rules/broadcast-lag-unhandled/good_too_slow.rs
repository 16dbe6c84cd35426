//! A slow client is disconnected on purpose, and the code says so.

use tokio::sync::broadcast::{self, error::RecvError};

async fn session(id: u64, mut events: broadcast::Receiver<String>) {
    loop {
        match events.recv().await {
            Ok(event) => println!("{id}: {event}"),
            Err(RecvError::Lagged(missed)) => {
                println!("{id} is {missed} messages behind: disconnecting");
                break;
            }
            Err(RecvError::Closed) => break,
        }
    }
}
