//! The error goes to whoever has called.
use tokio::sync::mpsc::{Receiver, Sender};

pub struct Gone;

pub async fn relay(mut numbers: Receiver<u32>, out: Sender<u32>) -> Result<(), Gone> {
    while let Some(number) = numbers.recv().await {
        out.send(number).await.map_err(|_| Gone)?;
    }
    Ok(())
}
