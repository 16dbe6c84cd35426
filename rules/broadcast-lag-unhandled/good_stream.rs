//! Streams that go on after a gap.

use tokio::sync::broadcast;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::wrappers::errors::BroadcastStreamRecvError;

async fn gaps_are_skipped(events: broadcast::Receiver<String>) {
    let mut events = BroadcastStream::new(events).filter_map(|event| event.ok());
    while let Some(event) = events.next().await {
        println!("{event}");
    }
}

async fn gaps_are_counted(events: broadcast::Receiver<String>) {
    let mut events = BroadcastStream::new(events);
    while let Some(event) = events.next().await {
        match event {
            Ok(event) => println!("{event}"),
            Err(BroadcastStreamRecvError::Lagged(missed)) => println!("{missed} lost"),
        }
    }
}
