use tokio::sync::mpsc::Receiver;

async fn consume(rx: std::sync::Arc<tokio::sync::Mutex<Receiver<u8>>>) {
    while let Some(n) = rx.lock().await.recv().await {
        assert!(n > 0);
    }
}

fn too_many(restarts: u32) -> bool {
    restarts > 5
}

pub async fn run(rx: Receiver<u8>) {
    let rx = std::sync::Arc::new(tokio::sync::Mutex::new(rx));
    let mut restarts = 0;
    loop {
        let ended = tokio::spawn(consume(rx.clone())).await;
        eprintln!("{ended:?}");
        restarts += 1;
        if too_many(restarts) {
            return;
        }
    }
}
