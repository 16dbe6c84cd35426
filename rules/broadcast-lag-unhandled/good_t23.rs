//! A gap is an error in the stream of a broadcast, and more comes behind it; it is right to go on after it.

use tokio::sync::broadcast;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::BroadcastStream;

#[derive(Clone)]
pub struct Trade {
    pub symbol: String,
    pub price: u64,
}

pub async fn ticker(trades: &broadcast::Sender<Trade>) {
    let mut trades = BroadcastStream::new(trades.subscribe());
    while let Some(trade) = trades.next().await {
        let Ok(trade) = trade else {
            println!("trades were missed");
            continue;
        };
        println!("{} at {}", trade.symbol, trade.price);
    }
}
