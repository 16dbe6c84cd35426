//! The stream form hands out the lag as an item.

use tokio::sync::broadcast;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::BroadcastStream;

async fn stream(events: broadcast::Receiver<String>) {
    let mut events = BroadcastStream::new(events);
    while let Some(Ok(event)) = events.next().await { //~ broadcast-lag-unhandled
        println!("{event}");
    }
}
