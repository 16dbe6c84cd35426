//! A finding that was looked at and accepted, and test code.

use tokio::sync::mpsc;

async fn feed(mut frames: mpsc::Receiver<u64>) -> mpsc::UnboundedReceiver<u64> {
    // tether: allow(unbounded-channel, reason = "the protocol allows one frame in flight")
    let (tx, rx) = mpsc::unbounded_channel();
    while let Some(frame) = frames.recv().await {
        if tx.send(frame).is_err() {
            break;
        }
    }
    rx
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc;

    #[tokio::test]
    async fn forwards() {
        let (seen, mut rx) = mpsc::unbounded_channel();
        let (tx, frames) = mpsc::channel(4);
        assert!(tx.send(1).await.is_ok());
        drop(tx);
        let mut out = super::feed(frames).await;
        while let Some(frame) = out.recv().await {
            assert!(seen.send(frame).is_ok());
        }
        assert_eq!(rx.recv().await, Some(1));
    }
}
