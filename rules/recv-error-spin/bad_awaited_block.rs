//! The block with the loop goes on without the code that has the sender.

use tokio::sync::broadcast;

pub struct Prices {
    results: broadcast::Sender<(u64, f64)>,
}

impl Prices {
    pub fn watch(&self, item: u64) -> tokio::task::JoinHandle<f64> {
        let mut results = self.results.subscribe();
        tokio::spawn(async move {
            loop { //~ recv-error-spin
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
    }
}
