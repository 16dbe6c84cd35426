//! The stream form of a broadcast receiver, whose lag is passed over.

use tokio_stream::StreamExt;
use tokio_stream::wrappers::BroadcastStream;

async fn follow(mut news: BroadcastStream<String>) {
    while let Some(line) = news.next().await {
        if let Ok(line) = line {
            println!("{line}");
        }
    }
}

async fn let_else(mut news: BroadcastStream<String>) {
    while let Some(line) = news.next().await {
        let Ok(line) = line else { continue };
        println!("{line}");
    }
}
