//! The stream form of a broadcast receiver gives the lag as an item.

use tokio_stream::StreamExt;
use tokio_stream::wrappers::BroadcastStream;

async fn follow(mut news: BroadcastStream<String>) {
    while let Some(Ok(line)) = news.next().await { //~ broadcast-lag-unhandled
        println!("{line}");
    }
}

async fn let_else(mut news: BroadcastStream<String>) {
    while let Some(line) = news.next().await { //~ broadcast-lag-unhandled
        let Ok(line) = line else { break };
        println!("{line}");
    }
}
