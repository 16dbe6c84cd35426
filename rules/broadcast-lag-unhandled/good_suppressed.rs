//! A finding that was looked at and accepted, and test code.

use tokio::sync::broadcast;

async fn first_few(mut events: broadcast::Receiver<u64>) {
    // tether: allow(broadcast-lag-unhandled, reason = "the sender sends three messages and the channel holds eight")
    while let Ok(event) = events.recv().await {
        println!("{event}");
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::broadcast;

    #[tokio::test]
    async fn receives() {
        let (tx, mut rx) = broadcast::channel(4);
        assert!(tx.send(1).is_ok());
        drop(tx);
        while let Ok(n) = rx.recv().await {
            assert_eq!(n, 1);
        }
    }
}
