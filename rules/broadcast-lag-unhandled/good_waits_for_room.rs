// async-broadcast waits for room where nobody lets it overflow: nobody misses anything.

pub fn start() {
    let (tx, mut rx) = async_broadcast::broadcast::<u32>(16);
    tokio::spawn(async move {
        while let Ok(number) = rx.recv().await {
            println!("{number}");
        }
    });
    tokio::spawn(async move {
        for number in 0.. {
            if tx.broadcast(number).await.is_err() {
                break;
            }
        }
    });
}
