//! The error gets a name, and nobody gets to see it.
use tokio::sync::mpsc::{Receiver, Sender};

pub struct Gone;

pub async fn relay(mut numbers: Receiver<u32>, out: Sender<u32>) -> Result<(), Gone> {
    while let Some(number) = numbers.recv().await {
        let _ = out.send(number).await.map_err(|_| Gone); //~ ignored-send-error
    }
    Ok(())
}
