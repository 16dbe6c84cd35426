//! The block with the loop runs within code that has the sender.

use std::time::Duration;
use tokio::sync::broadcast;

pub struct Prices {
    results: broadcast::Sender<(u64, f64)>,
}

impl Prices {
    pub async fn price_of(&self, item: u64, limit: Duration) -> Option<f64> {
        let mut results = self.results.subscribe();
        tokio::time::timeout(limit, async {
            loop {
                match results.recv().await {
                    Ok((other, price)) => {
                        if other == item {
                            return price;
                        }
                    }
                    Err(_) => continue,
                }
            }
        })
        .await
        .ok()
    }
}
