// async-broadcast, which somebody lets overflow.

pub fn start() {
    let (mut tx, mut rx) = async_broadcast::broadcast::<u32>(16);
    tx.set_overflow(true);
    tokio::spawn(async move {
        while let Ok(number) = rx.recv().await { //~ broadcast-lag-unhandled
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
