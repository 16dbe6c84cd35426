fn double(number: u32) -> u32 {
    number * 2
}

#[cfg(test)]
mod tests {
    use super::double;
    use std::time::Duration;
    use tokio::sync::oneshot;
    use tokio::time::sleep;

    #[tokio::test]
    async fn doubles() {
        let task = tokio::spawn(async {
            sleep(Duration::from_millis(10)).await;
            assert_eq!(double(2), 4);
        });
        task.await.unwrap();
    }

    // The sender goes with the task: the receiver fails.
    #[tokio::test]
    async fn tells() {
        let (tx, rx) = oneshot::channel();
        tokio::spawn(async move {
            assert_eq!(double(2), 4);
            tx.send(()).unwrap();
        });
        rx.await.unwrap();
    }
}
