//! The receiver is gone, and the loop goes on working for nobody; it is right to stop when a send fails.

use std::time::Duration;
use tokio::fs;
use tokio::sync::mpsc::Sender;
use tokio::time::interval;

pub struct Load {
    pub text: String,
}

pub async fn sample(loads: Sender<Load>) -> std::io::Result<()> {
    let mut tick = interval(Duration::from_secs(1));
    loop {
        tick.tick().await;
        let text = fs::read_to_string("/proc/loadavg").await?;
        if loads.send(Load { text }).await.is_err() {
            return Ok(());
        }
    }
}
