//! A service for anybody: whoever starts it has the handle of its task.

use std::time::Duration;
use tokio::task::JoinHandle;

pub struct Service {
    pub period: Duration,
}

impl Service {
    pub fn spawn(self) -> JoinHandle<()> {
        tokio::task::spawn(async move {
            loop {
                tokio::time::sleep(self.period).await;
                println!("still there");
            }
        })
    }
}
